import {
  addDays,
  idCardSerialCheckDigit,
  requireIdCardSerial,
  type LocalDate,
  type SeededRandom,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import type { SeedOffice } from './office-rows.js';
import type { SeedPerson } from './people.js';

/** What serial numbers are made of: digits and capitals that are not easily misread (no vowels). */
const CHARACTERS = Array.from('0123456789CFGHJKLMNPRTVWXYZ');
/** First letters: L to R, T and Y for identity cards, C, F, G, H, J, K for passports. */
const FIRST = { ID_CARD: 'L', PASSPORT: 'C', RESIDENCE_PERMIT: 'Y', EID_CARD: 'T' } as const;
const EUROPEAN_UNION = new Set(['DE', 'PL', 'RO', 'IT', 'GR']);

type Kind = keyof typeof FIRST;

/** Rows of the table identity_document of somebody; the authority is the citizens' office of the place. */
export function identityDocumentMaker(
  offices: readonly SeedOffice[],
  { region, today }: { readonly region: SyntheticRegion; readonly today: LocalDate },
) {
  const random = region.random('residents/identity-documents');
  const authorities = new Map(
    offices
      .filter(({ kind }) => kind === 'CITIZENS_OFFICE')
      .map(({ ags, id }) => [ags, { id, code: draw(random, 3) }]),
  );
  const taken = new Set<string>();
  return (person: SeedPerson) => {
    if (person.deceasedOn !== null) return [];
    return kindsOf(person, random).map((kind) => {
      const authority = authorities.get(person.ags);
      const serial = requireIdCardSerial(
        newSerial(`${FIRST[kind]}${authority?.code ?? '000'}`, taken, random),
        'serial',
      );
      return {
        resident_id: person.id,
        kind,
        serial_number: serial,
        serial_check_digit: idCardSerialCheckDigit(serial),
        issued_by: authority?.id ?? null,
        ...validity(person, today, random),
        eid_enabled: kind === 'PASSPORT' ? null : random.chance(0.65),
      };
    });
  };
}

function kindsOf({ nationalities, birthDate, adult }: SeedPerson, random: SeededRandom): readonly Kind[] {
  if (!nationalities.includes('DE')) {
    const union = nationalities.some((code) => EUROPEAN_UNION.has(code));
    return union ? (adult && random.chance(0.05) ? ['EID_CARD'] : []) : ['RESIDENCE_PERMIT'];
  }
  // Identity cards are compulsory from 16 on (PAuswG § 1); by year of birth, which is near enough here.
  const card = random.chance(birthDate < '2010-01-01' ? 0.95 : 0.1);
  const passport = random.chance(adult ? 0.45 : 0.2);
  return [...(card ? (['ID_CARD'] as const) : []), ...(passport ? (['PASSPORT'] as const) : [])];
}

/** Ten years, six for who was under 24 when it was issued (PAuswG § 6, PassG § 5); some have just run out. */
function validity({ birthDate }: SeedPerson, today: LocalDate, random: SeededRandom) {
  const young = birthDate > addDays(today, -24 * 365);
  const years = young ? 6 : 10;
  const drawn = addDays(today, -random.int(20, years * 365 + 60));
  const issued = drawn > birthDate ? drawn : birthDate;
  return { issued_on: issued, valid_until: addDays(issued, years * 365) };
}

function newSerial(prefix: string, taken: Set<string>, random: SeededRandom): string {
  let serial = `${prefix}${draw(random, 5)}`;
  while (taken.has(serial)) serial = `${prefix}${draw(random, 5)}`;
  taken.add(serial);
  return serial;
}

function draw(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => random.pick(CHARACTERS)).join('');
}
