import type { ContractType } from '../../../sdl/contract.js';
import type { KeyPath } from '../../../sdl/key-paths.js';
import { missingGrant } from '../grants.js';
import { refersOnly } from '../ownership.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** Nobody claims or defines what another subgraph answers for, and finds it only by the keys it has there. */
export const foreignClaims: PublicationRule = {
  name: 'foreign-claims',
  code: 'FOREIGN_CLAIMS',
  why: 'One town answers for each type. A second definition changes the first: values vanish, keys reach into registers.',
  check: (context) => ({
    problems: [
      ...claims(context),
      ...endpoint(context),
      ...[...context.candidate.types.values()].flatMap((type) => [
        ...secondDefinition(context, type),
        ...foreignKeys(context, type),
      ]),
    ],
  }),
};

function claims(context: PublicationContext): readonly PublicationProblem[] {
  const { candidate } = context;
  return candidate.entry.owns.flatMap((name) => {
    const holder = holderOf(context, name);
    if (holder === undefined) return [];
    const { contract, holds } = holder;
    return [
      {
        code: 'OWNED_BY_ANOTHER',
        node: candidate.types.get(name)?.nodes[0],
        problem: `owns names ${name}, which ${contract.entry.name} ${holds.now}.`,
        fix: `Take ${name} out of owns; only ${contract.entry.operator.name} can hand it over, by no longer ${holds.ending} it.`,
      },
    ];
  });
}

/** Who claims a type already, or has it without a key: that one would lose it to whoever gives it one. */
function holderOf({ others, previous }: PublicationContext, name: string) {
  const owner = others.find(({ entry }) => entry.owns.includes(name));
  if (owner !== undefined) return { contract: owner, holds: { now: 'answers for', ending: 'owning' } };
  if (previous?.entry.owns.includes(name) === true) return undefined;
  const definer = others.find(({ types }) => types.get(name)?.keys.length === 0);
  return definer && { contract: definer, holds: { now: 'defines', ending: 'defining' } };
}

/** Two subgraphs at one place: each would be sent what is signed for the other. */
function endpoint({ candidate, others }: PublicationContext): readonly PublicationProblem[] {
  const host = hostOf(candidate.entry.url);
  const other = others.find(({ entry }) => host !== undefined && hostOf(entry.url) === host);
  if (other === undefined) return [];
  return [
    {
      code: 'URL_TAKEN',
      problem: `${candidate.entry.url} is where ${other.entry.name} answers.`,
      fix: 'Give the subgraph a host and port of its own.',
    },
  ];
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function secondDefinition(context: PublicationContext, type: ContractType): readonly PublicationProblem[] {
  const { candidate, ownership } = context;
  const owner = ownership.foreignOwner(type.name);
  if (owner === undefined || refersOnly(candidate, type)) return [];
  // An entity with a key is referred to and added to; what is added is looked at field by field.
  if (type.keys.length > 0 && ownership.keysOf(type.name).length > 0) return [];
  const missing = missingGrant(context, owner, type.name, 'CONTRIBUTE');
  if (missing === undefined) return [];
  return [
    {
      code: 'FOREIGN_TYPE',
      node: type.nodes[0],
      problem: `${type.name} is defined by ${owner} already; composition would merge the two.`,
      fix: `Choose a name of your own, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}

function foreignKeys(context: PublicationContext, type: ContractType): readonly PublicationProblem[] {
  const { ownership } = context;
  const owner = ownership.foreignOwner(type.name);
  if (owner === undefined || type.keys.length === 0) return [];
  const known = ownership.keysOf(type.name);
  if (known.length === 0) return [];
  const texts = known.map(keyText);
  const parts = new Set(known.flatMap((key) => key.map(([head]) => head)));
  return type.keys
    .filter((key) => !texts.includes(keyText(key)))
    .flatMap((key) => {
      const fields = [...new Set(key.map(([head]) => head))].filter((field) => !parts.has(field));
      // A part of the owner's key, or a mixture of its keys: there is nothing the owner could grant.
      if (fields.length === 0) return [keyProblem(type, key, owner, texts, undefined)];
      return fields.flatMap((field) => {
        const missing = missingGrant(context, owner, `${type.name}.${field}`, 'REQUIRE');
        return missing === undefined ? [] : [keyProblem(type, key, owner, texts, missing)];
      });
    });
}

function keyProblem(
  type: ContractType,
  key: readonly KeyPath[],
  owner: string,
  known: readonly string[],
  missing: ReturnType<typeof missingGrant>,
): PublicationProblem {
  const own = known.map((text) => `@key(fields: "${text}")`).join(' or ');
  return {
    code: 'FOREIGN_KEY',
    node: type.nodes[0],
    problem: `${type.name} has the key "${keyText(key)}" here, which ${owner} does not give it; its fields would be sent here for every ${type.name}.`,
    fix: missing === undefined ? `Write ${own}.` : `Write ${own}, or ${missing.ask}.`,
    ...(missing === undefined ? {} : { grant: missing.grant }),
  };
}

/** A key in one form, whatever the order of its fields. */
function keyText(key: readonly KeyPath[]): string {
  return key
    .map((path) => path.join('.'))
    .sort()
    .join(' ');
}
