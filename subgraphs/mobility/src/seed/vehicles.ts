import { syntheticId, syntheticVehicles, type SeededRandom, type SeedRow } from '@modellregion/subgraph-kit';
import { SYNTHETIC_SOURCE_ID, type World } from './world.js';

/** Distinguishing sign of a district; Bielefeld is a district of its own. */
const SIGNS: Readonly<Record<string, string>> = {
  '05711': 'BI',
  '05754': 'GT',
  '05758': 'HF',
  '05762': 'HX',
  '05766': 'LIP',
  '05770': 'MI',
  '05774': 'PB',
};
const PLATE_LENGTH = 8;
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

const FUELS = [
  ['PETROL', 59],
  ['DIESEL', 27],
  ['HYBRID', 6],
  ['ELECTRIC', 4],
  ['PLUG_IN_HYBRID', 3],
  ['GAS', 1],
] as const;
const MAKES = [
  ['Volkswagen', 21],
  ['Opel', 9],
  ['Mercedes-Benz', 9],
  ['Ford', 8],
  ['BMW', 7],
  ['Audi', 7],
  ['Skoda', 6],
  ['Renault', 4],
  ['Toyota', 4],
  ['Hyundai', 4],
  ['Seat', 4],
  ['Fiat', 3],
] as const;
const STATES = [
  ['REGISTERED', 92],
  ['DEREGISTERED', 5],
  ['TRANSFERRED', 3],
] as const;

/** How many businesses hold vehicles. */
const FLEETS = { small: 4, demo: 40, large: 1_500 } as const;

/** Vehicles of adult residents, as the kit's rule says, and of businesses. */
export function* vehicleRows({ profile, region }: World): Generator<SeedRow> {
  const random = region.random('mobility/vehicles');
  const plates = new Set<string>();
  const row = (number: number, district: string, holder: Holder): SeedRow => {
    const fuel = random.weighted(FUELS);
    return {
      id: syntheticId('vehicle', number),
      licence_plate: plate(SIGNS[district] ?? 'PB', fuel, plates, random),
      make: random.weighted(MAKES),
      fuel,
      first_registered_on: firstRegistered(fuel, random),
      state: random.weighted(STATES),
      holder_resident_id: holder.resident ?? null,
      holder_business_id: holder.business ?? null,
      application_id: holder.application ?? null,
      source_id: SYNTHETIC_SOURCE_ID,
    };
  };
  let number = 0;
  for (const { n, holder, application } of syntheticVehicles(region)) {
    number = n;
    const applied = application === null ? {} : { application: application.applicationId };
    yield row(number, holder.ags.slice(0, 5), { resident: holder.id, ...applied });
  }
  for (let fleet = 1; fleet <= FLEETS[profile]; fleet += 1) {
    const district = random.pick(Object.keys(SIGNS));
    for (let held = random.int(1, 25); held > 0; held -= 1) {
      number += 1;
      yield row(number, district, { business: syntheticId('business', fleet) });
    }
  }
}

interface Holder {
  readonly resident?: string;
  readonly business?: string;
  readonly application?: string;
}

/** A plate that nobody in the data has yet; electric vehicles have an E at its end (§ 11 FZV). */
function plate(sign: string, fuel: string, taken: Set<string>, random: SeededRandom): string {
  const end = fuel === 'ELECTRIC' || fuel === 'PLUG_IN_HYBRID' ? 'E' : '';
  for (;;) {
    const letters = Array.from({ length: random.int(1, 2) }, () =>
      LETTERS.charAt(random.int(0, LETTERS.length - 1)),
    ).join('');
    // A plate has eight characters at most, the E included.
    const digits = Math.min(3, PLATE_LENGTH - sign.length - letters.length - end.length);
    const text = `${sign}-${letters} ${random.int(10, 10 ** digits - 1)}${end}`;
    if (taken.has(text)) continue;
    taken.add(text);
    return text;
  }
}

function firstRegistered(fuel: string, random: SeededRandom): string {
  // Electric vehicles and hybrids are younger than the rest.
  const year =
    fuel === 'PETROL' || fuel === 'DIESEL' || fuel === 'GAS'
      ? random.int(2006, 2025)
      : random.int(2019, 2025);
  return `${year}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
}
