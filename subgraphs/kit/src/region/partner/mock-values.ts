import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { municipalities, seededRandom, syntheticId, type SeededRandom } from '../../synthetic/index.js';

/** What a mocked object knows: the key it was asked by, and which one of its kind it is. */
type Mock = Readonly<Record<string, unknown>> & { readonly __n?: number };

const LIST_LENGTH = 3;

/**
 * Answers every field by its type and name: identifiers of the forms they have in the region, real municipalities, times
 * around now. The same question gets the same answer, so that a page can be built on it.
 */
export const mockField: GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>> = (
  source,
  args,
  _context,
  info,
) => {
  const parent = (source ?? {}) as Mock;
  const known = parent[info.fieldName];
  if (known !== undefined) return known;
  const random = seededRandom(`${info.parentType.name}.${info.fieldName}/${JSON.stringify([parent, args])}`);
  return valueOf(info.returnType, { name: info.fieldName, args, random, schema: info.schema });
};

/** Of a union or an interface, always the same of its types. */
export const mockType: GraphQLTypeResolver<unknown, unknown> = (value, _context, info, type) => {
  const { __typename: said } = value as Mock;
  return typeof said === 'string' ? said : (info.schema.getPossibleTypes(type)[0]?.name ?? '');
};

interface Question {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly random: SeededRandom;
  readonly schema: GraphQLSchema;
}

function valueOf(type: GraphQLOutputType, question: Question): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const first = question.args['first'];
    const length = Math.min(typeof first === 'number' ? first : LIST_LENGTH, LIST_LENGTH);
    return Array.from({ length }, () => valueOf(nullable.ofType, question));
  }
  const named = getNamedType(nullable);
  if (isEnumType(named)) return named.getValues()[0]?.value;
  if (isObjectType(named) || isAbstractType(named)) return objectOf(named.name, question);
  return scalarOf(named.name, question);
}

/** An object is its key: what else it says follows from it. Arguments that name a key are that key. */
function objectOf(type: string, { args, random }: Question): Mock {
  const n = random.int(1, 1000);
  const asked = Object.fromEntries(
    Object.entries(args).filter(([name]) => /^(id|ags|code|key|\w+Id)$/.test(name)),
  );
  return { ags: random.pick(municipalities()).ags, id: syntheticId(kebab(type), n), ...asked, __n: n };
}

function scalarOf(type: string, { name, random }: Question): unknown {
  switch (type) {
    case 'Boolean':
      return random.chance(0.7);
    case 'Int':
      return /year/i.test(name) ? new Date().getUTCFullYear() : random.int(1, 500);
    case 'Float':
      return numberNamed(name, random);
    case 'Date':
      return instant(random).slice(0, 10);
    case 'DateTime':
      return instant(random);
    case 'LocalTime':
      return `${String(random.int(7, 18)).padStart(2, '0')}:00`;
    default:
      return textNamed(name, type, random);
  }
}

function numberNamed(name: string, random: SeededRandom): number {
  const town = random.pick(municipalities());
  if (name === 'lat') return town.lat;
  if (name === 'lon') return town.lon;
  return random.int(10, 5000) / 10;
}

function textNamed(name: string, type: string, random: SeededRandom): string {
  const town = random.pick(municipalities());
  const forms: Readonly<Record<string, () => string>> = {
    ags: () => town.ags,
    ars: () => town.ars,
    districtKey: () => town.districtKey,
    postalCode: () => town.postalCode,
    maloId: () => '41373559241',
    mastrNumber: () => `SEE9${String(random.int(10_000_000_000, 99_999_999_999))}`,
    evseId: () => `DE*MOC*E${String(random.int(1000, 9999))}`,
    leikaKey: () => '99008001012000',
    code: () => '56.10.1',
    name: () => `Beispiel ${town.name}`,
    title: () => `Beispiel ${town.name}`,
    street: () => 'Rathausplatz',
    houseNumber: () => String(random.int(1, 99)),
    currency: () => 'EUR',
  };
  const form = forms[name];
  if (form !== undefined) return form();
  return type === 'ID'
    ? syntheticId(kebab(name), random.int(1, 1000))
    : `${name} ${String(random.int(1, 99))}`;
}

function instant(random: SeededRandom): string {
  const hours = random.int(-240, 240);
  return `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 13)}:00:00Z`;
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
