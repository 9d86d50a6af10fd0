import type { Contract } from '../../../sdl/contract.js';
import { fieldsOf, type ContractField } from '../../contract-fields.js';
import { isPersonal } from '../personal-data.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** Data classes under which the register of processing lists data about persons. */
const PERSONAL_CLASSES: readonly string[] = [
  'PERSONAL',
  'PROCEEDING',
  'IDENTITY_DOCUMENT',
  'TAX_IDENTIFIER',
  'VEHICLE',
  'TRADE',
  'CONSUMPTION',
  'INFRASTRUCTURE',
];

/** Names under which data about persons is usually found. */
const TELLING =
  /(birth|surname|familyName|givenName|firstName|lastName|gender|nationality|religion|iban|taxId|passport|salary|email|phone|mobileNumber|licencePlate|ipAddress)/i;

/** What a contract says of its data is what its registry file says; what looks like data about persons is asked about. */
export const personalData: PublicationRule = {
  name: 'personal-data',
  code: 'PERSONAL_DATA',
  why: 'Auditors read in the registry which house holds which data; what is missing there is not looked after.',
  check: (context) => ({
    problems: dataClasses(context.candidate),
    notes: [...removals(context), ...guesses(context)],
  }),
};

function dataClasses(contract: Contract): readonly PublicationProblem[] {
  const types = [...contract.types.values()];
  const node = types
    .flatMap((type) => [...type.nodes, ...type.fields])
    .find((one) => (one.directives ?? []).some(({ name }) => name.value === 'personalData'));
  if (node === undefined || contract.entry.dataClasses.some((one) => PERSONAL_CLASSES.includes(one)))
    return [];
  return [
    {
      code: 'DATA_CLASS_MISSING',
      node,
      problem: `The SDL has personal data, and dataClasses of ${contract.entry.name} names ${contract.entry.dataClasses.join(', ')} only.`,
      fix: `Add the class it belongs to: ${PERSONAL_CLASSES.join(', ')}.`,
    },
  ];
}

/** What was personal data until now: an owner can decide that, and somebody should read it twice. */
function removals(context: PublicationContext): readonly string[] {
  const { candidate, previous } = context;
  return previous === undefined
    ? []
    : fieldsOf(candidate)
        .filter(({ name, type }) => {
          const isThere = previous.types.get(type.name)?.fields.some((field) => field.name.value === name);
          return isThere === true && says(previous, type.name, name) && !isPersonal(context, type.name, name);
        })
        .map(({ coordinate }) => `${coordinate} is no longer personal data: guards and the audit let it go.`);
}

function says(contract: Contract, typeName: string, field: string): boolean {
  const type = contract.types.get(typeName);
  const node = type?.fields.find((one) => one.name.value === field);
  return [...(type?.directives ?? []), ...(node?.directives ?? [])].some(
    ({ name }) => name.value === 'personalData',
  );
}

/** New fields of public types with a telling name. A guess: it warns, and refuses nothing. */
function guesses(context: PublicationContext): readonly string[] {
  const { candidate, previous } = context;
  return fieldsOf(candidate)
    .filter((field) => TELLING.test(field.name) && !isPersonal(context, field.type.name, field.name))
    .filter((field) => !isIn(previous, field) && !field.isExternal)
    .map(
      ({ coordinate }) => `${coordinate} sounds like data about a person and is not marked @personalData.`,
    );
}

function isIn(contract: Contract | undefined, { name, type }: ContractField): boolean {
  return contract?.types.get(type.name)?.fields.some((field) => field.name.value === name) === true;
}
