import {
  municipalities,
  syntheticId,
  type RegionMunicipality,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/** An office of the seed with what other rows need to know about it. */
export interface SeedOffice {
  readonly id: string;
  readonly ags: string;
  readonly kind: 'CITIZENS_OFFICE' | 'TRADE_OFFICE' | 'VEHICLE_REGISTRATION';
  readonly town: RegionMunicipality;
  readonly desks: number;
}

/** Seats of the districts and the district-free city, where vehicles are registered. */
const DISTRICT_SEATS = new Set([
  '05711000', // Bielefeld
  '05754008', // Gütersloh
  '05758012', // Herford
  '05762020', // Höxter
  '05766020', // Detmold, Kreis Lippe
  '05770024', // Minden, Kreis Minden-Lübbecke
  '05774032', // Paderborn
]);

const KINDS = {
  CITIZENS_OFFICE: { de: 'Bürgerbüro', en: 'Citizens’ office', mailbox: 'buergerbuero', house: 0 },
  TRADE_OFFICE: { de: 'Gewerbeamt', en: 'Trade office', mailbox: 'gewerbe', house: 1 },
  VEHICLE_REGISTRATION: {
    de: 'Zulassungsstelle',
    en: 'Vehicle registration',
    mailbox: 'zulassung',
    house: 2,
  },
} as const;

/** A citizens' office everywhere, a trade office in every town, vehicle registration at every seat. */
export function seedOffices(): readonly SeedOffice[] {
  return municipalities().flatMap((town) => {
    const kinds: SeedOffice['kind'][] = ['CITIZENS_OFFICE'];
    if (town.kind !== 'DISTRICT_MUNICIPALITY') kinds.push('TRADE_OFFICE');
    if (DISTRICT_SEATS.has(town.ags)) kinds.push('VEHICLE_REGISTRATION');
    return kinds.map((kind) => ({
      id: syntheticId('office', Number(town.ags) * 10 + KINDS[kind].house),
      ags: town.ags,
      kind,
      town,
      // About what towns of that size have: one desk for 12,000 residents.
      desks: Math.max(
        2,
        Math.round(town.estimatedPopulation / (kind === 'CITIZENS_OFFICE' ? 12_000 : 40_000)),
      ),
    }));
  });
}

/** Rows of the table office. All contacts are made up: reserved domain, telephone block reserved for fiction. */
export function officeRows(offices: readonly SeedOffice[], region: SyntheticRegion) {
  const random = region.random('residents/offices');
  return offices.map(({ id, ags, kind, town, desks }, i) => {
    const { de, en, mailbox, house } = KINDS[kind];
    const host = hostOf(town.name);
    return {
      id,
      ags,
      kind,
      name_de: `${de} ${town.name}`,
      name_en: `${en} ${town.name}`,
      address_id: region.addresses(ags)[house]?.id ?? null,
      phone: `+49 221 4710 ${String(i + 1).padStart(3, '0')}`,
      email: `${mailbox}@${host}.example`,
      step_free: random.weighted<boolean | null>([
        [true, 80],
        [false, 8],
        [null, 12],
      ]),
      booking_url: `https://termine.${host}.example/`,
      desks,
      source_id: SOURCE.services,
    };
  });
}

/** Weekday, opens, closes in hours. Larger towns are open all day and on Saturday morning. */
const SMALL_TOWN = [
  ...[1, 2, 3].flatMap((day) => [[day, 8, 12.5] as const, [day, 14, 16] as const]),
  [4, 8, 12.5],
  [4, 14, 18],
  [5, 8, 12.5],
] as const;
const LARGE_TOWN = [
  [1, 7.5, 17],
  [2, 7.5, 17],
  [3, 7.5, 13],
  [4, 7.5, 18],
  [5, 7.5, 13],
  [6, 9, 12],
] as const;
const LARGE_FROM = 40_000;

/** Opening hours of an office as rows without its id. */
export function openingOf({ town, kind }: SeedOffice) {
  const week = town.estimatedPopulation >= LARGE_FROM ? LARGE_TOWN : SMALL_TOWN;
  return week
    .filter(([day]) => day < 6 || kind === 'CITIZENS_OFFICE')
    .map(([weekday, opens, closes]) => ({ weekday, opensMinute: opens * 60, closesMinute: closes * 60 }));
}

/** Rows of the table opening_period. */
export function openingRows(offices: readonly SeedOffice[]) {
  return offices.flatMap((office) =>
    openingOf(office).map(({ weekday, opensMinute, closesMinute }) => ({
      office_id: office.id,
      weekday,
      opens_minute: opensMinute,
      closes_minute: closesMinute,
    })),
  );
}

/** `Halle (Westf.)` → `halle-westf` */
export function hostOf(name: string): string {
  const ascii = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' } as Readonly<Record<string, string>>;
  return name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => ascii[letter] ?? letter)
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
}
