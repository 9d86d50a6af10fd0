import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  districts,
  isAddressId,
  isAgs,
  isArs,
  isOpaqueId,
  municipalities,
  seededRandom,
  syntheticId,
  syntheticRegion,
} from '@modellregion/subgraph-kit';

describe('municipalities', () => {
  test('70 with valid keys, in the order of their AGS', () => {
    const keys = municipalities().map(({ ags }) => ags);
    expect(keys).toHaveLength(70);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(municipalities().every(({ ags, ars }) => isAgs(ags) && isArs(ars))).toBe(true);
  });

  test('regional keys by the rule of North Rhine-Westphalia', () => {
    const ars = new Map(municipalities().map((town) => [town.ags, town.ars]));
    expect(ars.get('05711000')).toBe('057110000000');
    expect(ars.get('05774032')).toBe('057740032032');
  });

  test('the shares of a district add up to its published figure', () => {
    for (const { key, population2018 } of districts()) {
      const shares = municipalities().filter(({ districtKey }) => districtKey === key);
      expect(shares.reduce((sum, { estimatedPopulation }) => sum + estimatedPopulation, 0)).toBe(
        population2018,
      );
    }
  });

  test('centres and postal codes lie in the region', () => {
    for (const { lat, lon, postalCode } of municipalities()) {
      expect([lat > 51.4 && lat < 52.6, lon > 8 && lon < 9.5, /^3[2347]\d{3}$/.test(postalCode)]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});

describe('repeatable', () => {
  test('a stream depends on its label alone', () => {
    const draw = (label: string) =>
      Array.from({ length: 5 }, (_, i) => i).map(() => seededRandom(label).next());
    const stream = seededRandom('a');
    expect([stream.int(0, 999), stream.int(0, 999), stream.int(0, 999)]).toEqual(
      ((again) => [again.int(0, 999), again.int(0, 999), again.int(0, 999)])(seededRandom('a')),
    );
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('an id depends on kind and number alone', () => {
    expect(syntheticId('resident', 1)).toBe('resident-htuqvcfkdjlifu2vut2peu');
    expect(isOpaqueId(syntheticId('case-file', 7), 'case-file')).toBe(true);
    expect(new Set(Array.from({ length: 5_000 }, (_, n) => syntheticId('resident', n))).size).toBe(5_000);
  });

  test('the first people and addresses are these, on every machine and with every version', () => {
    const region = syntheticRegion('demo');
    const rows = [[...region.residents()].slice(0, 100), region.addresses('05774032').slice(0, 50)];
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    // A change here is a change of everybody's demonstration data: make it on purpose.
    expect(hash).toMatchInlineSnapshot(`"c61a5171b527f9c82fe7d8b480ef910a181a374ca40b6e7392a3d8f778078dae"`);
  });
});

describe('addresses', () => {
  test.each(['small', 'demo'] as const)(
    '%s: every municipality has some, each with an id of its own',
    (profile) => {
      const region = syntheticRegion(profile);
      const all = municipalities().map(({ ags }) => region.addresses(ags));
      expect(Math.min(...all.map(({ length }) => length))).toBeGreaterThanOrEqual(6);
      const ids = all.flat().map(({ id }) => id);
      expect(ids.every(isAddressId)).toBe(true);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  test('lie around the centre, 3.5 km at most', () => {
    const region = syntheticRegion('demo');
    for (const town of municipalities()) {
      const far = Math.max(...region.addresses(town.ags).map(({ lat, lon }) => metres(town, { lat, lon })));
      expect(far).toBeLessThan(3_500);
    }
  });

  test('of a place outside the region are refused with a reason', () => {
    expect(() => syntheticRegion('small').addresses('01001000')).toThrow(
      'no municipality of Ostwestfalen-Lippe',
    );
  });
});

function metres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const east = (b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(b.lat - a.lat, east) * 111_195;
}
