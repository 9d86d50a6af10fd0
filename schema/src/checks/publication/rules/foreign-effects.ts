import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';
import { supergraphMarks } from '../supergraph-marks.js';

/**
 * What others offer is the same before and after, whatever the way by which it could have changed: composition merges
 * descriptions, values of enums, fields of inputs, members of unions and directives of all who define them.
 */
export const foreignEffects: PublicationRule = {
  name: 'foreign-effects',
  code: 'FOREIGN_EFFECTS',
  why: 'A publication changes its own subgraph only; what others offer must read the same before and after.',
  needs: 'supergraph',
  check: async (context) => {
    const before = context.composedBefore();
    if (before === null) return { skipped: 'The region has no supergraph yet.' };
    const after = context.composed();
    const changes = await context.changes();
    // A directive's own path ends in its name: it is the element that has changed.
    const seen = new Map(changes.map(({ path, text }) => [path.replace(/\.?@.*$/, ''), text]));
    seen.delete('');
    const marksBefore = supergraphMarks(before.supergraphSdl);
    for (const [path, marks] of supergraphMarks(after.supergraphSdl)) {
      const old = marksBefore.get(path);
      if (old !== undefined && old !== marks) {
        seen.set(path, `${path} carries ${marks || 'no directive'} instead of ${old || 'none'}`);
      }
    }
    return { problems: [...seen].flatMap(([path, text]) => effect(context, path, text)) };
  },
};

function effect(context: PublicationContext, path: string, text: string): readonly PublicationProblem[] {
  const owner = ownerOf(context, path);
  if (owner === undefined || isGranted(context, owner, path)) return [];
  const [typeName = '', fieldName] = path.split('.');
  const type = context.candidate.types.get(typeName);
  const parts = type === undefined ? [] : [...type.fields, ...type.inputFields, ...type.values];
  return [
    {
      code: 'FOREIGN_EFFECT',
      node: parts.find(({ name }) => name.value === fieldName) ?? type?.nodes[0],
      problem: `${text.replace(/\.$/, '')}; ${path} belongs to ${owner}.`,
      fix: /description/i.test(text)
        ? `Leave the description out here: the one of ${owner} stands for all.`
        : `Repeat of ${typeName} only what is needed, as ${owner} has it.`,
    },
  ];
}

/** Whose a part of the portals' schema is, if it is not the candidate's. */
function ownerOf({ ownership }: PublicationContext, path: string): string | undefined {
  const [type = '', field] = path.split('.');
  if (ownership.isShared(type)) return 'schema/shared.graphql';
  if (field !== undefined) {
    const answers = ownership.fieldOwner(type, field);
    if (answers !== undefined) return answers;
    // Fields that no other subgraph answers are the candidate's, wherever they stand; other parts are the type's.
    if (ownership.isOutput(type)) return undefined;
  }
  return ownership.foreignOwner(type);
}

/** Leave for a field or its type covers what follows from using it. */
function isGranted({ input }: PublicationContext, owner: string, path: string): boolean {
  const partner = input.candidate.entry.name;
  return input.grants.some(
    (grant) =>
      grant.owner === owner &&
      grant.partner === partner &&
      (path === grant.coordinate || path.startsWith(`${grant.coordinate}.`)),
  );
}
