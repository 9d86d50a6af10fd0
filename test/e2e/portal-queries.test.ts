import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorTable, leaves } from '../support/answers.js';
import { answeredQueries, portalCalls, type PortalCall } from '../support/portal-calls.js';
import { planner } from '../support/query-plan.js';
import { startRegion, type Answer, type Region } from '../support/region.js';

test('plans: fetches and stages are the regression budget', () => {
  const plan = planner(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
  const sizes = answeredQueries().map(({ name, text }) => {
    const { subgraphs, fetches, stages } = plan(text, name);
    return `${name}: ${String(fetches)} fetches in ${String(stages)} stages (${subgraphs})`;
  });
  expect(sizes).toMatchInlineSnapshot(`
   [
     "Q01_MyDashboard: 4 fetches in 2 stages (businesses + energy + mobility + residents)",
     "Q02_IdCardOffer: 2 fetches in 2 stages (mobility + residents)",
     "Q03_ApplicationDetail: 4 fetches in 2 stages (businesses + energy + mobility + residents)",
     "Q04_NewAddress: 4 fetches in 2 stages (businesses + energy + mobility + residents)",
     "Q05_MyBusiness: 6 fetches in 3 stages (businesses + energy + mobility + residents)",
     "Q06_TradeNoticeOfficer: 3 fetches in 2 stages (businesses + residents)",
     "Q07_MyPv: 4 fetches in 2 stages (energy + residents)",
     "Q08_RegionDashboard: 4 fetches in 2 stages (businesses + energy + mobility + residents)",
     "Q09_Charging: 4 fetches in 2 stages (businesses + energy + mobility + tourism)",
     "Q10_Event: 5 fetches in 2 stages (businesses + mobility + tourism)",
     "Q12_Outage: 5 fetches in 3 stages (businesses + energy + mobility + residents)",
   ]
  `);
});

describe('over real processes, on a Monday in winter before the offices open', () => {
  let region: Region;
  let calls: readonly PortalCall[];
  beforeAll(async () => {
    region = await startRegion({ clock: '2026-11-23T06:00:00+01:00' });
    calls = await portalCalls(region);
  });
  afterAll(() => region.stop());

  function ask(name: string): Promise<Answer> {
    const call = calls.find((it) => it.name.startsWith(name));
    if (call === undefined) throw new Error(`no portal query ${name}`);
    return region.query(call.text, call);
  }

  test('every portal query is answered without an error', async () => {
    const faults = await Promise.all(
      calls.map(async (call) => [call.name, ...errorTable(await region.query(call.text, call))]),
    );
    expect(faults.filter((it) => it.length > 1)).toEqual([]);
  });

  test.each([
    [
      'Q01',
      ['me.vehicles.licencePlate', 'me.businesses.name', 'me.marketLocations.tariff.name', 'me.givenNames'],
    ],
    [
      'Q02',
      [
        'services.office.address.nearestStops.departures.plannedAt',
        'slots.startsAt',
        'services.fee.amountCents',
      ],
    ],
    ['Q03', ['application.tradeNotice.form', 'application.service.title', 'application.statusEvents.at']],
    ['Q04', ['address.nearestStops.name', 'address.gridOperator', 'address.municipality.offices.name']],
    [
      'Q05',
      [
        'business.premises.address.nearestStops.name',
        'business.notices.application.id',
        'business.wzCodes.title',
      ],
    ],
    [
      'Q06',
      [
        'tradeNotice.business.proprietors.familyName',
        'tradeNotice.forwardings.recipient',
        'tradeNotice.application.state',
      ],
    ],
    [
      'Q07',
      [
        'generationUnit.feedIn.consumption.total',
        'generationUnit.address.street',
        'generationUnit.application.statusEvents.at',
      ],
    ],
    [
      'Q08',
      [
        'municipalities.installedPower.kw',
        'municipalities.charging.points.evseId',
        'municipalities.businessStatistics.active',
      ],
    ],
    [
      'Q09',
      [
        'chargingStations.nodes.operator.name',
        'chargingStations.nodes.greenPowerShare',
        'chargingStations.nodes.municipality.upcomingEvents.title',
      ],
    ],
    [
      'Q10',
      [
        'events.venue.nearestStop.departures.line.name',
        'events.organiser.name',
        'events.permit.disruptions.kind',
        'events.permit.validUntil',
      ],
    ],
    [
      'Q12',
      [
        'outages.affectedAddresses.nearestStops.name',
        'outages.affectedAddresses.street',
        'outages.municipality.publicBuildings.name',
      ],
    ],
  ])('%s joins the towns: none of these is empty', async (name, paths) => {
    const counts = leaves((await ask(name)).data);
    expect(paths.filter((path) => (counts[path] ?? 0) === 0)).toEqual([]);
  });

  test('Q08: the whole region, all 70 municipalities', async () => {
    const { data } = await ask('Q08');
    expect(data?.['municipalities']).toHaveLength(70);
  });
});
