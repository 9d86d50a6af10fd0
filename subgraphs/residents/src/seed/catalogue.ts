import type { ServiceChannel, TrustLevel } from '../generated/graphql.js';

/** A service of the national catalogue with what all municipalities say about it (own words). */
export interface CatalogueEntry {
  readonly leikaKey: string;
  readonly title: Texts;
  readonly summary: Texts;
  readonly documents: { readonly de: readonly string[]; readonly en: readonly string[] };
  readonly legalBasis: readonly string[];
  readonly trust: TrustLevel;
  readonly channel: ServiceChannel;
  /** Fees in cents of which a municipality has one; one entry where the law fixes it, none if it is free. */
  readonly fees: readonly number[];
  /** Fee for applicants under 24, where the law has one. */
  readonly youthFee: number | null;
  readonly feeNote: Texts | null;
  readonly processingDays: number;
  readonly appointmentMinutes: number | null;
  /** Whether a document is made for it. */
  readonly production: boolean;
}

interface Texts {
  readonly de: string;
  readonly en: string;
}

export const ID_CARD = '99008001012000';
export const PASSPORT = '99085001011001';
export const TRADE_REGISTRATION = '99050012104000';

const PHOTO = { de: 'digitales Lichtbild', en: 'digital photo' };
const OLD_CARD = {
  de: 'bisheriger Personalausweis oder Reisepass',
  en: 'previous identity card or passport',
};
const BIRTH = {
  de: 'Geburts- oder Eheurkunde beim ersten Antrag',
  en: 'birth or marriage certificate for a first application',
};

/** The eight services of the seed. Fees are those commonly charged; only the ones of federal law are fixed. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    leikaKey: ID_CARD,
    title: { de: 'Personalausweis beantragen', en: 'Apply for an identity card' },
    summary: {
      de: 'Den Antrag können Sie online vorbereiten; einmal müssen Sie persönlich erscheinen.',
      en: 'You can prepare the application online; once you have to appear in person.',
    },
    documents: both(PHOTO, OLD_CARD, BIRTH),
    legalBasis: ['PAuswG § 9', 'PAuswGebV § 1'],
    trust: 'NORMAL',
    channel: 'ONLINE_WITH_APPOINTMENT',
    fees: [3700],
    youthFee: 2280,
    feeNote: {
      de: '22,80 € für Antragstellende unter 24 Jahren; bei Bedürftigkeit kann die Gebühr entfallen.',
      en: '22.80 EUR for applicants under 24; the fee can be waived in case of need.',
    },
    processingDays: 21,
    appointmentMinutes: 15,
    production: true,
  },
  {
    leikaKey: PASSPORT,
    title: { de: 'Reisepass beantragen', en: 'Apply for a passport' },
    summary: {
      de: 'Der Reisepass wird zentral hergestellt; den Antrag stellen Sie persönlich.',
      en: 'Passports are made centrally; you apply in person.',
    },
    documents: both(PHOTO, OLD_CARD, BIRTH),
    legalBasis: ['PassG § 6', 'PassV § 15'],
    trust: 'NORMAL',
    channel: 'ONLINE_WITH_APPOINTMENT',
    fees: [7000],
    youthFee: 3750,
    feeNote: {
      de: '37,50 € für Antragstellende unter 24 Jahren; Expresszuschlag 32,00 €.',
      en: '37.50 EUR for applicants under 24; express surcharge 32.00 EUR.',
    },
    processingDays: 35,
    appointmentMinutes: 15,
    production: true,
  },
  {
    leikaKey: '99008001011001',
    title: { de: 'Adresse im Personalausweis ändern', en: 'Change the address on the identity card' },
    summary: {
      de: 'Nach einem Umzug wird die neue Anschrift auf Karte und Chip eingetragen.',
      en: 'After a move the new address is put on the card and its chip.',
    },
    documents: both(OLD_CARD),
    legalBasis: ['PAuswG § 27', 'PAuswV § 19'],
    trust: 'NONE',
    channel: 'IN_PERSON',
    fees: [],
    youthFee: null,
    feeNote: null,
    processingDays: 0,
    appointmentMinutes: 10,
    production: false,
  },
  {
    leikaKey: '99115005104000',
    title: { de: 'Wohnsitz anmelden', en: 'Register a residence' },
    summary: {
      de: 'Melden Sie sich innerhalb von zwei Wochen nach dem Einzug an.',
      en: 'Register within two weeks of moving in.',
    },
    documents: both(
      { de: 'Wohnungsgeberbestätigung', en: "landlord's confirmation" },
      { de: 'Personalausweis oder Reisepass', en: 'identity card or passport' },
    ),
    legalBasis: ['BMG § 17', 'BMG § 19', 'BMG § 23a'],
    trust: 'HIGH',
    channel: 'FULLY_ONLINE',
    fees: [],
    youthFee: null,
    feeNote: null,
    processingDays: 3,
    appointmentMinutes: 20,
    production: false,
  },
  {
    leikaKey: '99115003012000',
    title: { de: 'Meldebestätigung anfordern', en: 'Request a confirmation of registration' },
    summary: {
      de: 'Bestätigung darüber, wo Sie gemeldet sind.',
      en: 'A confirmation of where you are registered.',
    },
    documents: both({ de: 'Personalausweis oder Reisepass', en: 'identity card or passport' }),
    legalBasis: ['BMG § 24 (2)'],
    trust: 'SUBSTANTIAL',
    channel: 'FULLY_ONLINE',
    fees: [],
    youthFee: null,
    feeNote: null,
    processingDays: 1,
    appointmentMinutes: 10,
    production: false,
  },
  {
    leikaKey: TRADE_REGISTRATION,
    title: { de: 'Gewerbe anmelden', en: 'Register a trade' },
    summary: {
      de: 'Anzeige eines neuen Gewerbes; die Bescheinigung kommt innerhalb von drei Tagen.',
      en: 'Notice of a new trade; the receipt comes within three days.',
    },
    documents: both(
      { de: 'Personalausweis oder Reisepass', en: 'identity card or passport' },
      { de: 'Erlaubnis, falls das Gewerbe eine braucht', en: 'licence, if the trade needs one' },
      { de: 'Handelsregisterauszug bei eingetragenen Firmen', en: 'register extract for registered firms' },
    ),
    legalBasis: ['GewO § 14', 'GewO § 15', 'GewAnzV § 2'],
    trust: 'NORMAL',
    channel: 'FULLY_ONLINE',
    fees: [2000, 2600, 2600, 3000],
    youthFee: null,
    feeNote: null,
    processingDays: 3,
    appointmentMinutes: 20,
    production: false,
  },
  {
    leikaKey: '99108001001000',
    title: { de: 'Bewohnerparkausweis beantragen', en: 'Apply for a resident parking permit' },
    summary: {
      de: 'Ausweis für ein Jahr für das Bewohnerparkgebiet, in dem Sie wohnen.',
      en: 'A permit for one year for the parking zone you live in.',
    },
    documents: both({ de: 'Zulassungsbescheinigung Teil I', en: 'vehicle registration certificate part I' }),
    legalBasis: ['StVG § 6a (5a)', 'StVO § 45 (1b)'],
    trust: 'NORMAL',
    channel: 'FULLY_ONLINE',
    fees: [2500, 3000, 3070, 6000],
    youthFee: null,
    feeNote: { de: 'Gebühr für ein Jahr.', en: 'Fee for one year.' },
    processingDays: 3,
    appointmentMinutes: 10,
    production: false,
  },
  {
    leikaKey: '99102013104000',
    title: { de: 'Hund zur Hundesteuer anmelden', en: 'Register a dog for dog tax' },
    summary: {
      de: 'Anmeldung innerhalb von zwei Wochen, nachdem Sie den Hund aufgenommen haben.',
      en: 'Registration within two weeks of taking in the dog.',
    },
    documents: both({
      de: 'Chipnummer und Haftpflichtnachweis bei großen Hunden',
      en: 'chip number and proof of liability insurance for large dogs',
    }),
    legalBasis: ['KAG NRW § 3', 'LHundG NRW § 11'],
    trust: 'NORMAL',
    channel: 'FULLY_ONLINE',
    fees: [],
    youthFee: null,
    feeNote: {
      de: 'Die Anmeldung ist gebührenfrei; die Steuer setzt die Satzung der Gemeinde fest.',
      en: "Registration is free of charge; the tax is set by the municipality's statute.",
    },
    processingDays: 10,
    appointmentMinutes: null,
    production: false,
  },
];

function both(...items: readonly Texts[]): CatalogueEntry['documents'] {
  return { de: items.map(({ de }) => de), en: items.map(({ en }) => en) };
}
