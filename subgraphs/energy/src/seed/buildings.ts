import {
  countFor,
  syntheticId,
  type RegionMunicipality,
  type SeededRandom,
} from '@modellregion/subgraph-kit';
import type { BuildingUsage, EnergyMedium } from '../generated/graphql.js';
import { SYNTHETIC_SOURCE_ID, type Placed, type World } from './world.js';

interface Kind {
  readonly usage: BuildingUsage;
  readonly names: readonly string[];
  /** Square metres, from and to. */
  readonly area: readonly [number, number];
  /** Kilowatt-hours of electricity and of heat for each square metre and year. */
  readonly electricity: number;
  readonly heat: number;
}

/** What stands in most towns; the values lie near the reference values for public buildings (BMWi/BMUB 2015). */
const KINDS: readonly Kind[] = [
  {
    usage: 'TOWN_HALL',
    names: ['Rathaus', 'Bürgerhaus', 'Stadtverwaltung'],
    area: [900, 9_000],
    electricity: 30,
    heat: 80,
  },
  {
    usage: 'SCHOOL',
    names: ['Grundschule', 'Gesamtschule', 'Gymnasium', 'Realschule'],
    area: [1_800, 14_000],
    electricity: 15,
    heat: 105,
  },
  {
    usage: 'NURSERY',
    names: ['Kita Sonnenschein', 'Kita Regenbogen', 'Kita Löwenzahn'],
    area: [400, 1_400],
    electricity: 20,
    heat: 110,
  },
  {
    usage: 'SPORTS_HALL',
    names: ['Sporthalle', 'Turnhalle Nord', 'Turnhalle Süd'],
    area: [900, 4_000],
    electricity: 25,
    heat: 120,
  },
  {
    usage: 'FIRE_STATION',
    names: ['Feuerwache', 'Feuerwehrgerätehaus'],
    area: [300, 2_500],
    electricity: 20,
    heat: 100,
  },
  { usage: 'SWIMMING_POOL', names: ['Hallenbad'], area: [1_500, 5_000], electricity: 180, heat: 420 },
  {
    usage: 'CULTURE',
    names: ['Stadtbibliothek', 'Stadthalle', 'Heimatmuseum'],
    area: [500, 6_000],
    electricity: 25,
    heat: 85,
  },
];

/** Kilograms of carbon dioxide for each kilowatt-hour. */
const CO2_KG: Readonly<Partial<Record<EnergyMedium, number>>> = {
  ELECTRICITY: 0.38,
  GAS: 0.201,
  DISTRICT_HEAT: 0.18,
};

const YEARS = 3;

/** Numbers public buildings one after another. */
export class BuildingWriter {
  private count = 0;

  nextId(): string {
    this.count += 1;
    return syntheticId('public-building', this.count);
  }
}

/** The public buildings of a town; the first is its town hall at the town hall square. */
export function* buildingRows(
  world: World,
  town: RegionMunicipality,
  { writer, heatedStreets }: { writer: BuildingWriter; heatedStreets: ReadonlySet<string> },
): Generator<Placed> {
  const random = world.region.random(`energy/buildings/${town.ags}`);
  const addresses = world.region.addresses(town.ags);
  const count = countFor(world, town, { small: 3, perInhabitants: 3_000, least: 4 });
  for (let i = 0; i < count; i += 1) {
    const kind = KINDS[i % KINDS.length];
    const address = i === 0 ? addresses[0] : random.pick(addresses);
    if (kind === undefined || address === undefined) return;
    const id = writer.nextId();
    const area = Math.min(random.int(...kind.area), 400 + town.estimatedPopulation / 8);
    yield [
      'public_building',
      {
        id,
        name: nameOf(kind, Math.floor(i / KINDS.length), town),
        usage: kind.usage,
        ags: town.ags,
        address_id: address.id,
        floor_area_m2: Math.round(area),
        source_id: SYNTHETIC_SOURCE_ID,
      },
    ];
    yield* consumption(id, kind, { world, area, heated: heatedStreets.has(address.streetKey), random });
  }
}

function nameOf({ names }: Kind, round: number, town: RegionMunicipality): string {
  const name = names[round % names.length] ?? 'Gebäude';
  const again = Math.floor(round / names.length);
  return `${name}${again === 0 ? '' : ` ${again + 1}`} ${town.name}`;
}

function* consumption(
  id: string,
  kind: Kind,
  { world, area, heated, random }: { world: World; area: number; heated: boolean; random: SeededRandom },
): Generator<Placed> {
  const thisYear = Number(world.today.slice(0, 4));
  const heat = heated ? 'DISTRICT_HEAT' : 'GAS';
  const usual = 0.8 + 0.4 * random.next();
  for (let year = thisYear - YEARS; year < thisYear; year += 1) {
    for (const medium of ['ELECTRICITY', heat] as const) {
      const each = medium === 'ELECTRICITY' ? kind.electricity : kind.heat;
      const kwh = Math.round(each * area * usual * (0.93 + 0.14 * random.next()));
      yield [
        'building_consumption',
        { building_id: id, year, medium, kwh, co2_kg: Math.round(kwh * (CO2_KG[medium] ?? 0)) },
      ];
    }
  }
}
