import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { insertStop } from './fixtures.js';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;
beforeAll(async () => {
  mobility = await startMobility(null);
});
afterAll(() => mobility.stop());

test.each([
  ['de:05774:1234', 'a DHID'],
  ['de:05774:1234:1:A-2', 'a DHID of a platform'],
  ['eva:8000297', 'a number of the railway’s register'],
  [`gtfs:${'0123456789abcdef'.repeat(2)}`, 'of a timetable'],
  [`synthetic:${'a'.repeat(64)}`, 'made up for this region'],
])('%s is an id (%s)', async (id) => {
  await expect(insertStop(mobility.client, id, 51.7, 8.7)).resolves.not.toThrow();
});

test.each([
  ...['', 'eva:', 'eva:0800', 'eva:80002971234', 'Eva:8000297', 'eva:8000297\n', 'x\neva:8000297'],
  ...['de:5:1', 'at:05774:1', 'gtfs:XYZ', 'synthetic:a b', `synthetic:${'a'.repeat(65)}`],
])('%j is none', async (id) => {
  await expect(insertStop(mobility.client, id, 51.7, 8.7)).rejects.toThrow('stop_id_check');
});
