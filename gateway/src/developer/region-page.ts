import { loadRegion } from '@modellregion/schema';
import type { Assets } from './assets.js';
import { dataSection } from './data-section.js';
import type { DataView } from './data-view.js';
import { html, type Html } from './html.js';
import type { OperatorView, RegionView, ServiceView } from './region-view.js';

/** What the region page shows besides the state. */
export interface RegionPage {
  readonly view: RegionView;
  readonly data: DataView;
  readonly assets: Assets | null;
  readonly gatewayVersion: string;
  readonly nodeVersion: string;
  /** A shell line that asks the first query. */
  readonly curl: string;
}

/** The page at `/`: complete without a script; the script only replaces the texts marked with `data-field`. */
export function regionPage(page: RegionPage): string {
  const { view, assets } = page;
  const { title } = loadRegion();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: region</title>
        <link rel="icon" href="data:," />
        ${
          assets === null
            ? null
            : html`<link rel="stylesheet" href="${assets.url('region.css')}" />
                <script type="module" src="${assets.url('region.js')}"></script>`
        }
      </head>
      <body>
        <a class="skip" href="#region">Skip to the region</a>
        <header>
          <div class="wide">
            <h1 lang="de">${title}</h1>
            <p>
              One GraphQL interface over the systems of the region's municipalities. This is the developer
              profile: all people and cases are made up.
            </p>
            <nav aria-label="Tools">
              ${LINKS.map(([href, text, note]) => html`<a href="${href}"><strong>${text}</strong> <span>${note}</span></a>`)}
            </nav>
          </div>
        </header>
        <main class="wide" id="region" tabindex="-1">
          <section aria-labelledby="who">
            <h2 id="who">Who runs what</h2>
            <p class="summary" role="status" data-field="summary">${view.summary}</p>
            <p class="updated">
              <span>State at <span data-field="checkedAt">${view.checkedAt}</span>.</span>
              <span data-field="outage"></span>
              <button type="button" data-action="pause" aria-pressed="false" hidden>Pause updates</button>
            </p>
            <ul class="operators">
              ${view.operators.map(operatorCard)}
            </ul>
          </section>
          ${dataSection(page.data)} ${firstSteps(page.curl)}
          <section aria-labelledby="versions">
            <h2 id="versions">Versions</h2>
            <dl class="facts">
              <div>
                <dt>Gateway</dt>
                <dd>${page.gatewayVersion}</dd>
              </div>
              <div>
                <dt>Node.js</dt>
                <dd>${page.nodeVersion}</dd>
              </div>
            </dl>
            <p>The version of each service stands with the service above.</p>
          </section>
        </main>
      </body>
    </html> `.text;
}

const LINKS = [
  ['/graphiql', 'GraphiQL', 'ask queries in the browser'],
  ['/geojson', 'GeoJSON', 'lists that have a place, for maps'],
  ['/catalog.ttl', 'Open data', 'the catalogue by DCAT-AP.de (Turtle)'],
  ['/readyz', 'Readiness', 'the same state for machines'],
  ['/developer/api.graphql', 'API schema', 'what clients see (SDL)'],
  ['/developer/supergraph.graphql', 'Supergraph', 'who answers which field (SDL)'],
] as const;

function operatorCard({ name, key, services }: OperatorView): Html {
  return html`<li>
    <article>
      <h3 lang="de">${name}</h3>
      <p class="who">${key}</p>
      ${services.map(serviceBlock)}
    </article>
  </li> `;
}

function serviceBlock(service: ServiceView): Html {
  return html`<div class="service" data-service="${service.name}" data-state="${service.state}">
    <h4>${service.name}</h4>
    <p class="state">
      <strong data-field="stateText">${service.stateText}</strong>
      <span data-field="since">${service.since}</span> <code data-field="problem">${service.problem}</code>
    </p>
    <dl class="facts">
      <div>
        <dt>Last answer took</dt>
        <dd data-field="latency">${service.latency}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd data-field="version">${service.version}</dd>
      </div>
      <div>
        <dt>Answers for</dt>
        <dd>${service.owns.join(', ')}</dd>
      </div>
      <div>
        <dt>Data</dt>
        <dd>${service.data.join('; ')}</dd>
      </div>
      <div>
        <dt>Contact</dt>
        <dd>
          <span lang="de">${service.office}</span><br /><a href="mailto:${service.email}">${service.email}</a>
        </dd>
      </div>
    </dl>
  </div> `;
}

function firstSteps(curl: string): Html {
  return html`<section aria-labelledby="first">
    <h2 id="first">First steps</h2>
    <ol>
      <li>
        <p>Ask a query that needs no token:</p>
        <pre><code>${curl}</code></pre>
      </li>
      <li>
        <p>
          Or open <a href="/graphiql">GraphiQL</a>: the queries of the region's portals are there as tabs.
        </p>
      </li>
      <li>
        <p>
          Fields about a person need a token. Make one in the folder of the project, for a resident or for an
          official:
        </p>
        <pre><code>npx --no modellregion token --help
npx --no modellregion token --resident ID
npx --no modellregion token --official ROLE</code></pre>
        <p>Send it as the header <code>Authorization: Bearer …</code>; in GraphiQL under “Headers”.</p>
      </li>
    </ol>
  </section>`;
}
