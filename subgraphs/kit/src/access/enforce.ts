import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { SubgraphContext } from '../context.js';
import { decide, needsSelf } from './decide.js';
import { rulesOf, type AccessRules } from './rules.js';

/**
 * For each type whose data belongs to a person: which resident that is, null if nobody or not to be told, and
 * undefined if this subgraph holds nothing for the object: then a citizen gets null, where a refusal would say
 * that there is something. Only the owning subgraph can say so, on the object itself; a token cannot claim it.
 */
export type Subjects<Services> = Readonly<
  Record<string, (parent: never, context: SubgraphContext<Services>) => Subject | Promise<Subject>>
>;

type Subject = string | null | undefined;
type Resolver = GraphQLFieldResolver<unknown, SubgraphContext<unknown>>;
type SubjectOf = (parent: unknown, context: SubgraphContext<unknown>) => Subject | Promise<Subject>;

/**
 * Puts a guard before the resolver of every field for which the SDL states a rule (`@signedIn`, `@scopes`,
 * `@purpose`, `@trust`, `@personalData`, on the field or its type). Resolvers hold no access code.
 *
 * @throws Error if a rule says `orSelf` and `subjects` does not know whose data the type holds: the relation
 * could never be decided.
 */
export function enforceAccess<Services>(schema: GraphQLSchema, subjects: Subjects<Services>): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const rules = rulesOf(schema, type, field);
      if (rules === null) continue;
      const subjectOf = Object.hasOwn(subjects, type.name) ? subjects[type.name] : undefined;
      if (needsSelf(rules) && subjectOf === undefined) {
        throw new Error(
          `${type.name}.${field.name} may be read by the person it is about, but the subgraph does not say who ` +
            `that is: add ${type.name} to "subjects" in defineSubgraph, or remove orSelf from the SDL.`,
        );
      }
      const inner = (field.resolve ?? defaultFieldResolver) as Resolver;
      field.resolve = guarded(inner, rules, subjectOf as SubjectOf | undefined) as typeof field.resolve & {};
    }
  }
  return schema;
}

function guarded(inner: Resolver, rules: AccessRules, subjectOf: SubjectOf | undefined): Resolver {
  const asksSelf = needsSelf(rules) && subjectOf !== undefined ? subjectOf : null;
  return (parent, args, context, info) => {
    const { caller } = context;
    const run = (subject: Subject): unknown => {
      if (subject === undefined) return null;
      const isSelf = caller.kind === 'citizen' && subject !== null && subject === caller.subject;
      const refusal = decide(rules, caller, isSelf);
      if (refusal !== null) throw refusal;
      return inner(parent, args, context, info);
    };
    // Who is not a citizen is never "self": no need to look the subject up.
    if (asksSelf === null || caller.kind !== 'citizen') return run(null);
    const subject = asksSelf(parent, context);
    return subject instanceof Promise ? subject.then(run) : run(subject);
  };
}
