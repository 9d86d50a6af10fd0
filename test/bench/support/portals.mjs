// The portals' queries as they stand in schema/portal-queries.graphql, each asked about another object every time.
import { portalQueries } from '@modellregion/schema';
import { parse, print } from 'graphql';
import { keyOf, RESOLVERS, ROWS } from './towns.mjs';

/** It waits for a subgraph that has not joined: without that nothing is left that joins towns. */
const NOT_YET = ['Q11_Cockpit'];

const YEAR = { y0: '2026-01-01T00:00:00+01:00', y1: '2026-11-01T00:00:00+01:00' };
const WEEK = { from: '2026-11-23T00:00:00+01:00', to: '2026-11-30T00:00:00+01:00' };
const rotated = (n) => Array.from({ length: ROWS }, (_, index) => keyOf('Municipality', n + index));

/** Variables by the number of the request. */
const VARIABLES = {
  Q01_MyDashboard: () => ({}),
  Q02_IdCardOffer: (n) => ({ ags: keyOf('Municipality', n), office: keyOf('Office', n), ...WEEK }),
  Q03_ApplicationDetail: (n) => ({ id: keyOf('ServiceApplication', n) }),
  Q04_NewAddress: (n) => ({ id: keyOf('Address', n) }),
  Q05_MyBusiness: (n) => ({ id: keyOf('Business', n) }),
  Q06_TradeNoticeOfficer: (n) => ({ id: keyOf('TradeNotice', n) }),
  Q07_MyPv: (n) => ({ mastr: keyOf('GenerationUnit', n), ...YEAR }),
  Q08_RegionDashboard: (n) => ({ ags: rotated(n) }),
  Q09_Charging: (n) => ({ ags: keyOf('Municipality', n) }),
  Q10_Event: (n) => ({ ags: keyOf('Municipality', n), ...WEEK }),
  Q12_Outage: (n) => ({ ags: keyOf('Municipality', n) }),
};

/** Parts of scenarios. */
export const PORTAL_SCENARIOS = portalQueries()
  .filter(({ name }) => !NOT_YET.includes(name))
  .map(({ name, text }) => {
    const variables = VARIABLES[name];
    if (variables === undefined) throw new Error(`${name} has no variables in this table`);
    const query = print(parse(text));
    return {
      name: `portal query ${name}`,
      world: 'towns',
      resolvers: RESOLVERS,
      // Whoever asks about "me" is somebody else each time; here the operation's name says so, and nothing is shared.
      query: Object.keys(variables(0)).length > 0 ? query : (n) => query.replace(name, `${name}_${n}`),
      variables,
      variants: ROWS,
    };
  });
