import {
  municipalities,
  syntheticRegion,
  syntheticSolarApplications,
  syntheticTradeRegistrations,
} from '@modellregion/subgraph-kit';
import type { Region } from '../../support/region.js';

/** A Monday in winter, before the offices open. */
export const MONDAY = '2026-11-23T06:00:00+01:00';

const WEEK = { from: '2026-11-23T00:00:00+01:00', to: '2026-11-30T00:00:00+01:00' };
/** A town with a festival that streets are closed for, and a station whose id is published. */
const FESTIVAL_TOWN = '05774036';
const SEASON = { from: '2026-11-23T00:00:00+01:00', to: '2027-01-31T00:00:00+01:00' };
const YEAR = { y0: '2026-01-01T00:00:00+01:00', y1: '2026-11-01T00:00:00+01:00' };

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Somebody who is signed in, and what they ask one after another. */
export interface Caller {
  readonly token: string;
  readonly asks: readonly Asked[];
}

export interface Callers {
  /** Registered a trade, which the office has questions about. */
  readonly citizen: Caller & { readonly places: Places };
  /** Has a solar system that runs. */
  readonly producer: Caller;
  /** Supervises trade. */
  readonly officer: Caller;
}

interface Places {
  readonly ags: string;
  /** An address with businesses, without electricity. */
  readonly addressId: string;
  readonly lat: number;
  readonly lon: number;
}

/** Chooses people by the rules of the synthetic region; all else is found through the interface. */
export async function whoAsksWhat(region: Region): Promise<Callers> {
  const world = syntheticRegion('small');
  const registration = syntheticTradeRegistrations(world, MONDAY.slice(0, 10)).find(
    ({ state }) => state === 'INFO_REQUESTED',
  );
  const solar = [...syntheticSolarApplications(world)].find(({ stage }) => stage === 'IN_OPERATION');
  if (registration === undefined || solar === undefined) throw new Error('nobody has applied');
  const [citizen, producer, officer] = await Promise.all([
    region.token('--resident', registration.applicant.id),
    region.token('--resident', solar.applicant.id, '--trust', 'SUBSTANTIAL'),
    region.token('--official', 'trade-officer'),
  ]);
  const { ags, applicationId } = registration;
  const find = finder(region, citizen, { ags, applicationId });
  const officeId = await find('{ services(ags: $ags, leikaPrefix: "99008001012") { office { id } } }');
  const addressId = await find(
    '{ outages(ags: $ags) { affectedAddresses { businesses { premises { address { id } } } } } }',
  );
  const noticeId = await find('{ application(id: $applicationId) { tradeNotice { id } } }');
  const businessId = await find('{ application(id: $applicationId) { tradeNotice { business { id } } } }');
  const charging = await find(
    '{ chargingStations(minPowerKw: 50, first: 1) { nodes { municipality { ags } } } }',
  );
  const mastr = await finder(region, producer, {})('{ me { generationUnits { mastrNumber } } }');
  const { lat = 0, lon = 0 } = municipalities().find((town) => town.ags === ags) ?? {};
  return {
    citizen: {
      token: citizen,
      places: { ags, addressId, lat, lon },
      asks: [
        { query: 'Q01_MyDashboard', variables: {} },
        { query: 'Q02_IdCardOffer', variables: { ags, office: officeId, ...WEEK } },
        { query: 'Q03_ApplicationDetail', variables: { id: applicationId } },
        { query: 'Q04_NewAddress', variables: { id: addressId } },
        { query: 'Q05_MyBusiness', variables: { id: businessId } },
        { query: 'Q08_RegionDashboard', variables: {} },
        { query: 'Q09_Charging', variables: { ags: charging } },
        { query: 'Q10_Event', variables: { ags: FESTIVAL_TOWN, ...SEASON } },
        { query: 'Q12_Outage', variables: { ags } },
      ],
    },
    producer: { token: producer, asks: [{ query: 'Q07_MyPv', variables: { mastr, ...YEAR } }] },
    officer: { token: officer, asks: [{ query: 'Q06_TradeNoticeOfficer', variables: { id: noticeId } }] },
  };
}

/** Asks for one thing and gives the first text in the answer: its id. */
function finder(region: Region, token: string, values: Readonly<Record<string, string>>) {
  return async (query: string): Promise<string> => {
    const filled = query.replace(/\$(\w+)/g, (_, name: string) => JSON.stringify(values[name]));
    const { data, errors } = await region.query(filled, { token });
    const id = firstText(data);
    if (id === undefined) throw new Error(`${filled}: ${JSON.stringify({ data, errors })}`);
    return id;
  };
}

function firstText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = firstText(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
