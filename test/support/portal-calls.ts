import { portalQueries } from '@modellregion/schema';
import { syntheticId } from '@modellregion/subgraph-kit';
import type { Answer, Region } from './region.js';

/** A portal query as a portal sends it: with variables that lead to data, and with the token of who asks. */
export interface PortalCall {
  readonly name: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token?: string;
}

/** Queries that wait for a subgraph that has not joined: audit. */
export const NOT_YET = ['Q11_Cockpit'];

/** The portal queries that the region answers now. */
export function answeredQueries(): readonly { readonly name: string; readonly text: string }[] {
  return portalQueries()
    .filter(({ name }) => !NOT_YET.includes(name))
    .map(({ name, text }) => ({ name, text }));
}

/** The first resident of the synthetic region has a trade, a solar system and meters. */
const RESIDENT = syntheticId('resident', 1);

interface Found {
  readonly businesses: readonly {
    readonly id: string;
    readonly notices: readonly {
      readonly id: string;
      readonly application: { readonly id: string } | null;
    }[];
  }[];
  readonly generationUnits: readonly { readonly mastrNumber: string; readonly application: object | null }[];
}

interface Outage {
  readonly affectedAddresses: readonly { readonly nearestStops: readonly object[] | null }[];
}

/** Variables and tokens for every portal query, found through the interface itself. */
export async function portalCalls(region: Region): Promise<readonly PortalCall[]> {
  const citizen = await region.token('--resident', RESIDENT, '--trust', 'SUBSTANTIAL');
  const officer = await region.token('--official', 'trade-officer', '--trust', 'HIGH');
  const mine =
    '{ me { businesses { id notices { id application { id } } } generationUnits { mastrNumber application { id } } } }';
  const me = (await dataOf(region.query(mine, { token: citizen })))['me'] as Found;
  const offered =
    '{ services(ags: "05774032", leikaPrefix: "99008001012") { office { id address { id } } } }';
  const services = (await dataOf(region.query(offered)))['services'] as {
    office: { id: string; address: { id: string } };
  }[];
  const towns = (await dataOf(region.query('{ municipalities { ags } }')))['municipalities'] as {
    ags: string;
  }[];
  // A portal's map shows one town; here each is asked, for one where something is out at the moment.
  const everywhere = towns.map(
    ({ ags }) => `t${ags}: outages(ags: "${ags}") { affectedAddresses { nearestStops(first: 1) { id } } }`,
  );
  const outages = (await dataOf(region.query(`{ ${everywhere.join(' ')} }`))) as Record<string, Outage[]>;
  const town = Object.keys(outages).find((key) =>
    outages[key]?.some((it) => it.affectedAddresses.some((at) => (at.nearestStops ?? []).length > 0)),
  );

  const fast = '{ chargingStations(minPowerKw: 50, first: 1) { nodes { municipality { ags } } } }';
  const charging = (await dataOf(region.query(fast)))['chargingStations'] as {
    readonly nodes: readonly { readonly municipality: { readonly ags: string } }[];
  };

  const [service] = services;
  const [business] = me.businesses;
  const [notice] = business?.notices ?? [];
  const unit = me.generationUnits.find((it) => it.application !== null);
  const calls: Readonly<Record<string, Omit<PortalCall, 'name' | 'text'>>> = {
    Q01: { variables: {}, token: citizen },
    Q02: {
      variables: {
        ags: '05774032',
        office: service?.office.id,
        from: '2026-11-23T00:00:00+01:00',
        to: '2026-11-30T00:00:00+01:00',
      },
    },
    Q03: { variables: { id: notice?.application?.id }, token: citizen },
    Q04: { variables: { id: service?.office.address.id } },
    Q05: { variables: { id: business?.id }, token: citizen },
    Q06: { variables: { id: notice?.id }, token: officer },
    Q07: {
      variables: {
        mastr: unit?.mastrNumber,
        y0: '2026-01-01T00:00:00+01:00',
        y1: '2026-11-01T00:00:00+01:00',
      },
      token: citizen,
    },
    Q08: { variables: {} },
    Q09: { variables: { ags: charging.nodes[0]?.municipality.ags } },
    // Salzkotten celebrates on closed streets, and its station bears a published id.
    Q10: {
      variables: {
        ags: '05774036',
        from: '2026-11-23T00:00:00+01:00',
        to: '2027-01-31T00:00:00+01:00',
      },
    },
    Q12: { variables: { ags: town?.slice(1) } },
  };
  return answeredQueries().map(({ name, text }) => {
    const call = calls[name.slice(0, 3)];
    if (call === undefined) throw new Error(`${name} has no variables in this table`);
    return { name, text, ...call };
  });
}

async function dataOf(answer: Promise<Answer>): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await answer;
  if (data === null || errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}
