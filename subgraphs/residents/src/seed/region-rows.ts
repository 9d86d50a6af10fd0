import { districts, municipalities, type SyntheticRegion } from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/** Rows of the table administrative_district. */
export function districtRows() {
  return districts().map(({ key, name, areaKm2, nuts3 }) => ({
    key,
    name,
    government_district: 'Detmold',
    nuts3,
    area_km2: areaKm2,
    source_id: SOURCE.districts,
  }));
}

/** Rows of the table municipality; an open area figure exists for the district-free city alone. */
export function municipalityRows() {
  const byKey = new Map(districts().map((district) => [district.key, district]));
  return municipalities().map(({ ags, ars, name, kind, districtKey }) => ({
    ags,
    ars,
    name,
    kind,
    district_key: districtKey,
    nuts3: byKey.get(districtKey)?.nuts3 ?? null,
    area_km2: kind === 'DISTRICT_FREE_CITY' ? (byKey.get(districtKey)?.areaKm2 ?? null) : null,
    source_id: SOURCE.keys,
  }));
}

/** Rows of the table population_figure: seven published figures, the rest marked as shares of them. */
export function populationRows() {
  const official = {
    year: 2018,
    basis: 'OFFICIAL',
    note: 'Published figure of 31.12.2018.',
    source_id: SOURCE.districts,
  };
  const totals = new Map(districts().map((district) => [district.key, district]));
  const towns = municipalities().map(({ ags, kind, districtKey, estimatedPopulation: total }) => {
    if (kind === 'DISTRICT_FREE_CITY') return { area_key: ags, ...official, total };
    const district = totals.get(districtKey);
    return {
      area_key: ags,
      ...official,
      total,
      basis: 'SYNTHETIC_SHARE',
      note:
        `No official number: a share, by a rough estimate, of the ${district?.population2018.toLocaleString('en')} ` +
        `residents published for ${district?.name} on 31.12.2018.`,
      source_id: SOURCE.population,
    };
  });
  const published = districts().map(({ key, population2018: total }) => ({
    area_key: key,
    ...official,
    total,
  }));
  return [...published, ...towns];
}

/** Rows of the table address. */
export function addressRows(region: SyntheticRegion) {
  return municipalities().flatMap(({ ags, name }) =>
    region.addresses(ags).map((address) => ({
      id: address.id,
      ags,
      street_key: address.streetKey,
      street: address.street,
      house_number: address.houseNumber,
      postal_code: address.postalCode,
      locality: name,
      lat: address.lat,
      lon: address.lon,
      source_id: SOURCE.people,
    })),
  );
}
