import fc, { type GeneratorValue } from 'fast-check';
import {
  astFromValue,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  print,
  validate,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Operation } from './contenders.js';

/** How deep selections go, and how wide. */
const MAX_DEPTH = 5;
const MAX_WIDTH = 4;

/** Names that no fixture has for a field. */
const NEUTRAL_ALIASES = ['a', 'b', 'c'];

/**
 * Valid operations of a schema at random: aliases (also those that are another field's name), fragments named and
 * inline, variables with and without defaults, given or left out, `@skip` and `@include`, `__typename`, and the same
 * field again.
 */
export function operations(schema: GraphQLSchema): fc.Arbitrary<Operation> {
  // Not by filter(): what fc.gen() draws after a refusal is the same again.
  return fc.gen().map((draw) => {
    for (;;) {
      const operation = new Builder(schema, draw).build();
      if (validate(schema, parse(operation.query)).length === 0) return operation;
    }
  });
}

/** Response keys of one place: which field each stands for, and what is below it. */
type Scope = Map<
  string,
  { readonly field: string; readonly parent: string; readonly type: string; readonly below: Scope }
>;

class Builder {
  readonly #schema: GraphQLSchema;
  readonly #draw: GeneratorValue;
  readonly #variables: string[] = [];
  readonly #values: Record<string, unknown> = {};
  readonly #fragments: { readonly name: string; readonly type: string; readonly text: string }[] = [];
  /** Whether aliases may be names of other fields. */
  readonly #bold: boolean;
  #names = 0;

  constructor(schema: GraphQLSchema, draw: GeneratorValue) {
    this.#schema = schema;
    this.#draw = draw;
    this.#bold = this.#chance(40);
  }

  build(): Operation {
    const mutation = this.#schema.getMutationType();
    const mutates = mutation != null && this.#chance(50);
    const root = mutates ? mutation : this.#schema.getQueryType();
    if (root == null) throw new Error('no query type');
    const body = this.#selections(root, MAX_DEPTH, new Map());
    const variables = this.#variables.length === 0 ? '' : `(${this.#variables.join(', ')})`;
    const fragments = this.#fragments
      .map(({ name, type, text }) => `\nfragment ${name} on ${type} ${text}`)
      .join('');
    return {
      query: `${mutates ? 'mutation' : 'query'} Q${variables} ${body}${fragments}`,
      variables: this.#values,
    };
  }

  #selections(type: GraphQLCompositeType, depth: number, scope: Scope): string {
    const width = 1 + this.#number(MAX_WIDTH);
    const parts: string[] = [];
    for (let n = 0; n < width; n += 1) {
      const part = this.#selection(type, depth, scope);
      if (part !== null) parts.push(part);
    }
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number, scope: Scope): string | null {
    const fields = isUnionType(type) ? [] : this.#fieldsOf(type, depth);
    const kind = this.#number(100);
    if (kind < 6 || (fields.length === 0 && depth <= 1)) return this.#typename(scope);
    const fragment = isObjectType(type) ? kind < 20 : kind < 55;
    if ((fragment || fields.length === 0) && depth > 1) return this.#fragment(type, depth, scope);
    const field = fields[this.#number(fields.length)];
    return field === undefined ? null : this.#field(type, field, depth, scope);
  }

  /** At the bottom only leaves; above it, what leads further counts twice. */
  #fieldsOf(
    type: Exclude<GraphQLCompositeType, { getTypes: unknown }>,
    depth: number,
  ): GraphQLField<unknown, unknown>[] {
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((it) => isLeafType(getNamedType(it.type)));
    return depth <= 1 ? leaves : [...fields, ...fields.filter((it) => !leaves.includes(it))];
  }

  #typename(scope: Scope): string | null {
    const alias = this.#chance(20) ? 'kind' : '__typename';
    scope.set(alias, { field: '__typename', parent: '*', type: 'String!', below: new Map() });
    return alias === '__typename' ? alias : 'kind: __typename';
  }

  #field(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    depth: number,
    scope: Scope,
  ): string | null {
    const text = field.name + this.#arguments(field.args);
    const key = this.#responseKey(type, field, text, scope);
    const inner = getNamedType(field.type);
    const below: Scope = scope.get(key)?.below ?? new Map<string, never>();
    scope.set(key, {
      field: text,
      parent: isObjectType(type) ? type.name : '*',
      type: String(field.type),
      below,
    });
    const set = isCompositeType(inner) ? ` ${this.#selections(inner, depth - 1, below)}` : '';
    return `${key === field.name ? '' : `${key}: `}${text}${this.#condition()}${set}`;
  }

  /** The field's name, or an alias; never one that stands for something else here already. */
  #responseKey(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    text: string,
    scope: Scope,
  ): string {
    const siblings = isUnionType(type) ? [] : Object.keys(type.getFields());
    const pool = this.#bold ? siblings : NEUTRAL_ALIASES;
    const wanted = this.#chance(20) ? (pool[this.#number(pool.length)] ?? 'a') : field.name;
    const taken = scope.get(wanted);
    if (taken === undefined || (taken.field === text && taken.type === String(field.type))) return wanted;
    const apart = taken.parent !== '*' && isObjectType(type) && taken.parent !== type.name;
    return apart && taken.type === String(field.type) ? wanted : `x${String((this.#names += 1))}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number, scope: Scope): string {
    const on = this.#narrower(type);
    if (this.#chance(35)) {
      const known = this.#fragments.filter((it) => it.type === on.name);
      const again = known[this.#number(known.length)];
      if (again !== undefined && this.#chance(50)) return `...${again.name}${this.#condition()}`;
      const name = `F${String((this.#names += 1))}`;
      const text = this.#selections(on, depth - 1, scope);
      this.#fragments.push({ name, type: on.name, text });
      return `...${name}${this.#condition()}`;
    }
    const bare = on === type && this.#chance(50);
    const condition = this.#condition();
    return `...${bare ? '' : ` on ${on.name}`}${condition} ${this.#selections(on, depth - 1, scope)}`;
  }

  /** A type whose fragment may stand within another: itself, one of its types, or an interface that shares a type. */
  #narrower(type: GraphQLCompositeType): GraphQLCompositeType {
    const possible: readonly GraphQLObjectType[] = isObjectType(type)
      ? [type]
      : this.#schema.getPossibleTypes(type);
    const wider = possible.flatMap((it) => it.getInterfaces());
    const all: readonly GraphQLCompositeType[] = [type, ...possible, ...possible, ...wider];
    return all[this.#number(all.length)] ?? type;
  }

  #condition(): string {
    if (!this.#chance(12)) return '';
    const name = this.#chance(50) ? 'skip' : 'include';
    if (this.#chance(20)) return ` @${name}(if: ${String(this.#chance(50))})`;
    const type = 'Boolean!';
    return ` @${name}(if: ${this.#variable(type, () => this.#chance(50), String(this.#chance(50)))})`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const texts = args.flatMap((arg) => {
      const optional = !isNonNullType(arg.type) || arg.defaultValue !== undefined;
      if (optional && this.#chance(35)) return [];
      const literal = (): string =>
        print(astFromValue(this.#value(arg.type), arg.type) ?? { kind: 'NullValue' as never });
      const variable = (): string => this.#variable(String(arg.type), () => this.#value(arg.type), literal());
      return [`${arg.name}: ${this.#chance(40) ? variable() : literal()}`];
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  /** Declares a variable: given, or left out where it has a default or may be absent. */
  #variable(type: string, value: () => unknown, defaultText: string): string {
    const name = `v${String((this.#names += 1))}`;
    const required = type.endsWith('!');
    const hasDefault = this.#chance(40) && defaultText !== 'null';
    const absent = (hasDefault || !required) && this.#chance(40);
    // With a default that is not null, a variable that may be null fits where null may not stand (§ 5.8.5).
    const declared = required && hasDefault && this.#chance(50) && absent ? type.slice(0, -1) : type;
    this.#variables.push(`$${name}: ${declared}${hasDefault ? ` = ${defaultText}` : ''}`);
    if (!absent) this.#values[name] = value();
    return `$${name}`;
  }

  #value(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#notNull(type.ofType);
    return this.#chance(8) ? null : this.#notNull(type);
  }

  #notNull(type: GraphQLInputType): unknown {
    if (isListType(type)) return Array.from({ length: this.#number(3) }, () => this.#value(type.ofType));
    if (isEnumType(type)) return type.getValues()[this.#number(type.getValues().length)]?.value;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (it) => isNonNullType(it.type) || this.#chance(60),
      );
      return Object.fromEntries(fields.map((it) => [it.name, this.#value(it.type)]));
    }
    if (type.name === 'Int') return this.#number(5);
    if (type.name === 'Float') return this.#number(5) + 0.5;
    if (type.name === 'Boolean') return this.#chance(50);
    return String(1 + this.#number(4));
  }

  #number(below: number): number {
    return below <= 1 ? 0 : this.#draw(fc.nat, { max: below - 1 });
  }

  #chance(percent: number): boolean {
    return this.#number(100) < percent;
  }
}
