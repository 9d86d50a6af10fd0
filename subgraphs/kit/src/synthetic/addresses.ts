import type { RegionMunicipality } from './municipalities.js';
import { addressCount, residentsByMunicipality, type SyntheticProfile } from './profile.js';
import { municipalities } from './municipalities.js';
import { seededRandom, type SeededRandom } from './random.js';
import { STREET_NAMES } from './streets.js';

/** A made-up address near the centre of a real municipality. */
export interface SyntheticAddress {
  /** AGS, street key and house number, e.g. `05774032-00020-12a`. */
  readonly id: string;
  readonly ags: string;
  readonly street: string;
  /** Five digits, unique in the municipality. */
  readonly streetKey: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  /** WGS84 degrees, rounded to 0.00001° (about 1 m). */
  readonly lat: number;
  readonly lon: number;
}

const METRES_PER_DEGREE = 111_195;
const HOUSES_PER_STREET = 9;
/** The town hall square is every municipality's first street; offices stand there. */
const SQUARE = { name: 'Rathausplatz', key: '00010', houses: 4 } as const;

interface Street {
  readonly name: string;
  readonly key: string;
  readonly houses: number;
  readonly lat: number;
  readonly lon: number;
  /** Step to the next house in degrees. */
  readonly stepLat: number;
  readonly stepLon: number;
}

/** All addresses of one municipality, by street key and position in the street. */
export function addressesOf(profile: SyntheticProfile, ags: string): readonly SyntheticAddress[] {
  const index = municipalities().findIndex((town) => town.ags === ags);
  const town = municipalities()[index];
  if (town === undefined) {
    throw new RangeError(
      `synthetic region: ${ags} is no municipality of Ostwestfalen-Lippe, use municipalities()`,
    );
  }
  const random = seededRandom(`addresses/${profile}/${ags}`);
  const count = addressCount(profile, residentsByMunicipality(profile)[index] ?? 0);
  return streetsOf(town, count, random)
    .flatMap((street) => housesOf(town, street, random))
    .slice(0, count);
}

function streetsOf(town: RegionMunicipality, houses: number, random: SeededRandom): readonly Street[] {
  const offset = random.int(0, STREET_NAMES.length - 1);
  const needed = Math.max(0, Math.ceil((houses - SQUARE.houses) / HOUSES_PER_STREET));
  const radius = Math.min(2_500, 250 + Math.sqrt(town.estimatedPopulation) * 4);
  const streets: Street[] = [
    streetAt(town, { name: SQUARE.name, key: SQUARE.key, houses: SQUARE.houses }, 0, random),
  ];
  for (let i = 0; i < needed; i += 1) {
    // Names repeat only when a town outgrows the list; the district number keeps them apart, as in real towns.
    const round = Math.floor(i / STREET_NAMES.length);
    const base = STREET_NAMES[(offset + i) % STREET_NAMES.length] ?? SQUARE.name;
    const name = round === 0 ? base : `${ORIENTATIONS[(round - 1) % ORIENTATIONS.length] ?? ''} ${base}`;
    const key = String((i + 2) * 10).padStart(5, '0');
    streets.push(streetAt(town, { name, key, houses: HOUSES_PER_STREET }, radius, random));
  }
  return streets;
}

const ORIENTATIONS = ['Alte', 'Obere', 'Untere', 'Kleine'] as const;

function streetAt(
  town: RegionMunicipality,
  street: Pick<Street, 'name' | 'key' | 'houses'>,
  radius: number,
  random: SeededRandom,
): Street {
  // The square root spreads the streets evenly over the disc instead of crowding them in the middle.
  const distance = radius * Math.sqrt(random.next());
  const around = 2 * Math.PI * random.next();
  const direction = 2 * Math.PI * random.next();
  const perLon = METRES_PER_DEGREE * Math.cos((town.lat * Math.PI) / 180);
  return {
    ...street,
    lat: town.lat + (distance * Math.cos(around)) / METRES_PER_DEGREE,
    lon: town.lon + (distance * Math.sin(around)) / perLon,
    stepLat: (18 * Math.cos(direction)) / METRES_PER_DEGREE,
    stepLon: (18 * Math.sin(direction)) / perLon,
  };
}

function housesOf(
  town: RegionMunicipality,
  street: Street,
  random: SeededRandom,
): readonly SyntheticAddress[] {
  let number = 0;
  return Array.from({ length: street.houses }, (_, i) => {
    const letter = number > 0 && random.chance(0.08);
    if (!letter) number += random.int(1, 3);
    const houseNumber = letter ? `${number}${String.fromCharCode(97 + i)}` : String(number);
    return {
      id: `${town.ags}-${street.key}-${houseNumber}`,
      ags: town.ags,
      street: street.name,
      streetKey: street.key,
      houseNumber,
      postalCode: town.postalCode,
      lat: round5(street.lat + street.stepLat * i),
      lon: round5(street.lon + street.stepLon * i),
    };
  });
}

function round5(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}
