import { existsSync } from 'node:fs';
import { test } from '@jest/globals';
import type { Operator, RegistryEntry } from '@modellregion/schema';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, graphql } from 'graphql';
import { chromium, type Browser } from 'playwright-core';
import { registerDeveloperPages, type DeveloperPagesContext } from '../../gateway/src/developer/index.js';

export type Health = ReturnType<DeveloperPagesContext['health']>[number];

export const API_SDL = /* GraphQL */ `
  scalar DateTime
  type Query {
    "One municipality by its official key."
    municipality(ags: ID!): Municipality
    slots(from: DateTime!): [ID!]
  }
  type Municipality {
    ags: ID!
    name: String!
  }
`;

export const REGISTRY: readonly RegistryEntry[] = [
  entry('residents', { name: 'Stadt Paderborn', ags: '05774032', contact: contact('Bürgerservice') }, [
    'PERSONAL',
  ]),
  entry('mobility', { name: 'Kreis Paderborn', districtKey: '05774', contact: contact('Straßenverkehr') }, [
    'PUBLIC',
  ]),
];

function contact(office: string): Operator['contact'] {
  return { office, email: 'modellregion@paderborn.example' };
}

function entry(name: string, operator: Operator, dataClasses: RegistryEntry['dataClasses']): RegistryEntry {
  const sdl = `subgraphs/${name}/schema.graphql`;
  const url = 'http://127.0.0.1:9/graphql';
  return {
    name,
    operator,
    dataClasses,
    url,
    sdl,
    sdlFile: sdl,
    owns: ['Municipality'],
    deadlineMs: 3000,
    keys: [],
  };
}

export function health(name: string, state: Health['state'], since: string | null = null): Health {
  const up = state === 'up';
  const lastErrorCode = state === 'down' ? 'SUBGRAPH_UNAVAILABLE' : null;
  return {
    name,
    operator: null,
    state,
    since,
    latencyMs: up ? 4.2 : null,
    version: up ? '0.1.0' : null,
    lastErrorCode,
    breaker: 'closed',
  };
}

export const RESIDENTS_UP = health('residents', 'up', new Date(Date.now() - 65_000).toISOString());
export const BOTH_UP = [RESIDENTS_UP, health('mobility', 'up', new Date().toISOString())];

const STOPS = {
  title: 'Haltestellen in Ostwestfalen-Lippe',
  publisher: 'DB InfraGO AG und Mitwirkende von OpenStreetMap',
  licence: 'ODbL 1.0',
  licenceUrl: 'https://opendatacommons.org/licenses/odbl/1-0/',
  attribution: '© DB InfraGO AG, CC BY 4.0; © OpenStreetMap contributors, ODbL 1.0',
  notice: 'A database made from this one keeps its licence (share-alike).',
  url: 'https://data.example/stops',
  retrievedOn: '2026-11-22',
  recordCount: 8317,
  provenance: 'OPEN_DATA',
};

/** Two subgraphs with real data and one whose data is made up. */
export const DATA: Awaited<ReturnType<DeveloperPagesContext['dataSources']>> = [
  {
    subgraph: 'mobility',
    sources: [
      STOPS,
      {
        ...STOPS,
        title: 'Ladesäulenregister der Bundesnetzagentur, Datenbankauszug vom 19.07.2019',
        publisher: 'Bundesnetzagentur für Elektrizität, Gas, Telekommunikation, Post und Eisenbahnen',
        licence: 'CC BY 4.0',
        licenceUrl: null,
        url: null,
        notice: null,
        recordCount: null,
        attribution:
          'Bundesnetzagentur.de, Ladesäulenregister, Stand 19.07.2019, CC BY 4.0; Daten bearbeitet: Gemeindeschlüssel ergänzt, doppelte Einträge zusammengeführt, Koordinaten auf sechs Stellen gerundet',
      },
    ],
  },
  {
    subgraph: 'residents',
    sources: [
      {
        ...STOPS,
        title: 'Synthetic residents of the model region',
        licence: 'EUPL-1.2',
        licenceUrl: null,
        url: null,
        notice: null,
        recordCount: null,
        attribution: 'Made-up data: nobody in it exists',
        provenance: 'SYNTHETIC',
      },
    ],
  },
];

/** A developer page server on a free port with a GraphQL endpoint that knows one municipality. */
export async function startPages(changes: Partial<DeveloperPagesContext> = {}): Promise<Pages> {
  const app = Fastify();
  registerDeveloperPages(app, {
    registry: () => REGISTRY,
    health: () => BOTH_UP,
    version: '0.1.0',
    portalQueries: [
      {
        name: 'Q90_Town',
        title: 'Name of a town',
        text: 'query Q90_Town($ags: ID!) { municipality(ags: $ags) { name } }',
      },
      {
        name: 'Q91_Slots',
        title: 'Free slots',
        text: 'query Q91_Slots($from: DateTime!) { slots(from: $from) }',
      },
      { name: 'Q92_Event', title: 'City festival', text: 'query Q92_Event { events { title } }' },
    ],
    sdl: () => ({ api: API_SDL, supergraph: '# supergraph' }),
    dataSources: () => Promise.resolve([]),
    ...changes,
  });
  const schema = buildSchema(API_SDL);
  const rootValue = { municipality: ({ ags }: { ags: string }) => ({ ags, name: 'Paderborn' }), slots: [] };
  app.post<{ Body: { query: string; variables?: Record<string, unknown> } }>('/graphql', async ({ body }) =>
    graphql({ schema, source: body.query, rootValue, variableValues: body.variables ?? {} }),
  );
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, origin };
}

export interface Pages {
  readonly app: FastifyInstance;
  readonly origin: string;
}

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

type BrowserTest = (name: string, run: () => Promise<void>) => void;

/** `test`, or a skipped one with the reason printed where no Chromium is installed. */
export const browserTest: BrowserTest = existsSync(CHROMIUM) ? test : skipped();

function skipped(): typeof test.skip {
  process.stderr.write(
    `browser tests skipped: no Chromium at ${CHROMIUM} (set CHROMIUM, or apt-get install chromium)\n`,
  );
  return test.skip;
}

/** Chromium that asks nobody anything by itself and cannot resolve a name. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
