import type { SeededRandom } from '@modellregion/subgraph-kit';
import type { EmployeeBand, LegalForm } from '../generated/graphql.js';

/** What a business can be in the seed. */
export interface Trade {
  readonly key: string;
  /** Codes of WZ 2008, the main one first. */
  readonly wzCodes: readonly string[];
  readonly activity: string;
  /** The word of its name that says what it is. */
  readonly noun: string;
  /** How many of a hundred businesses. */
  readonly share: number;
}

/** Own wording; shares are rough ones of what stands in a German trade register. */
export const TRADES: readonly Trade[] = [
  trade('bakery', ['10.71.0'], 'Herstellung und Verkauf von Backwaren', 'Bäckerei', 4),
  trade('builder', ['41.20.1'], 'Hochbau und Sanierung von Wohnhäusern', 'Bauunternehmen', 7),
  trade('roads', ['42.11.0'], 'Bau und Instandsetzung von Straßen und Wegen', 'Straßenbau', 3),
  trade('electrics', ['43.21.0'], 'Elektroinstallation und Photovoltaik', 'Elektrotechnik', 8),
  trade('painter', ['43.34.1'], 'Maler- und Lackierarbeiten', 'Malerbetrieb', 6),
  trade('garage', ['45.20.3'], 'Reparatur von Kraftfahrzeugen', 'Autowerkstatt', 7),
  trade('grocer', ['47.11.2'], 'Einzelhandel mit Lebensmitteln', 'Lebensmittelmarkt', 7),
  trade('fashion', ['47.71.0'], 'Einzelhandel mit Bekleidung', 'Modehaus', 7),
  trade('restaurant', ['56.10.1'], 'Restaurant mit Ausschank alkoholischer Getränke', 'Gasthof', 9),
  trade('cafe', ['56.10.4', '10.71.0'], 'Café mit eigener Konditorei und Plätzen im Freien', 'Café', 4),
  trade('software', ['62.01.9'], 'Entwicklung und Pflege von Software', 'Softwarehaus', 9),
  trade('broker', ['68.31.1'], 'Vermittlung von Wohnungen und Häusern', 'Immobilien', 5),
  trade('security', ['80.10.0'], 'Bewachung von Gebäuden und Veranstaltungen', 'Sicherheitsdienst', 3),
  trade('cleaning', ['81.21.0'], 'Reinigung von Gebäuden', 'Gebäudereinigung', 7),
  trade('gardening', ['81.30.1'], 'Garten- und Landschaftsbau', 'Gartenbau', 5),
  trade('events', ['82.30.0'], 'Planung von Festen, Märkten und Messen', 'Veranstaltungen', 2),
  trade('hairdresser', ['96.02.1'], 'Frisörsalon', 'Salon', 7),
];

function trade(
  key: string,
  wzCodes: readonly string[],
  activity: string,
  noun: string,
  share: number,
): Trade {
  return { key, wzCodes, activity, noun, share };
}

/** How often each legal form stands in the register: two of three are one person. */
export const LEGAL_FORMS: readonly (readonly [LegalForm, number])[] = [
  ['SOLE_PROPRIETOR', 66],
  ['GMBH', 14],
  ['GBR', 6],
  ['UG', 4],
  ['GMBH_CO_KG', 4],
  ['EK', 3],
  ['OHG', 1],
  ['KG', 1],
  ['AG', 0.4],
  ['EG', 0.3],
  ['EV', 0.3],
];

/** What stands behind the name, which register keeps the form, and how many run such a business at most. */
export const FORMS: Readonly<
  Record<
    LegalForm,
    {
      readonly suffix: string;
      readonly register: 'HRA' | 'HRB' | 'GnR' | 'VR' | null;
      readonly people: number;
    }
  >
> = {
  SOLE_PROPRIETOR: { suffix: '', register: null, people: 1 },
  EK: { suffix: ' e. K.', register: 'HRA', people: 1 },
  OHG: { suffix: ' OHG', register: 'HRA', people: 3 },
  KG: { suffix: ' KG', register: 'HRA', people: 2 },
  GMBH: { suffix: ' GmbH', register: 'HRB', people: 2 },
  UG: { suffix: ' UG (haftungsbeschränkt)', register: 'HRB', people: 1 },
  GMBH_CO_KG: { suffix: ' GmbH & Co. KG', register: 'HRA', people: 2 },
  AG: { suffix: ' AG', register: 'HRB', people: 3 },
  EG: { suffix: ' eG', register: 'GnR', people: 3 },
  GBR: { suffix: ' GbR', register: null, people: 3 },
  EV: { suffix: ' e. V.', register: 'VR', people: 2 },
  OTHER: { suffix: '', register: null, people: 1 },
};

/** Seats of the courts that keep the registers of a district (its first five digits). */
export const REGISTER_COURTS: Readonly<Record<string, string>> = {
  '05711': 'Bielefeld',
  '05754': 'Gütersloh',
  '05758': 'Bad Oeynhausen',
  '05762': 'Paderborn',
  '05766': 'Lemgo',
  '05770': 'Bad Oeynhausen',
  '05774': 'Paderborn',
};

/** One person and a partnership are mostly small, companies sometimes large. */
export function employeesOf(form: LegalForm, random: SeededRandom): EmployeeBand | null {
  if (form === 'SOLE_PROPRIETOR' || form === 'GBR') {
    return random.weighted<EmployeeBand | null>([
      ['NONE', 60],
      ['FROM_1', 25],
      [null, 15],
    ]);
  }
  return random.weighted<EmployeeBand>([
    ['NONE', 10],
    ['FROM_1', 55],
    ['FROM_10', 27],
    ['FROM_50', 7],
    ['FROM_250', 1],
  ]);
}

/** Words before and behind the noun. Surnames are common ones, drawn without a look at who runs the business. */
const SURNAMES =
  'Brinkmann Pohlmann Niehaus Westermann Hagemann Stratmann Kemper Wiegand Lütkemeier Brockmann Sander Rolf Köster Ahlers Grote Hanke Meiwes Nolte Rempel Tölle'.split(
    ' ',
  );
const FANTASY =
  'Aue Bergblick Heidegrund Lindenhof Quellgrund Rosental Sonnenhang Teichblick Waldwinkel Wiesengrund'.split(
    ' ',
  );

export function nameOf({ noun }: Trade, form: LegalForm, random: SeededRandom): string {
  const own = random.chance(0.7) ? random.pick(SURNAMES) : random.pick(FANTASY);
  return `${random.chance(0.25) ? `${own} ${noun}` : `${noun} ${own}`}${FORMS[form].suffix}`;
}
