import type { Assets } from './assets.js';
import { html, jsonBlock, type Html } from './html.js';
import type { PortalTabs } from './portal-tabs.js';

/** GraphiQL with the portal queries; all it needs is on this origin. */
export function graphiqlPage({ tabs, notYet }: PortalTabs, assets: Assets): string {
  const workers = {
    editor: assets.url('editor.worker.js'),
    json: assets.url('json.worker.js'),
    graphql: assets.url('graphql.worker.js'),
  };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>GraphiQL: Modellregion</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assets.url('style.css')}" />
        <link rel="stylesheet" href="${assets.url('graphiql-page.css')}" />
        ${jsonBlock('page-data', { tabs, workers })}
        <script type="module" src="${assets.url('graphiql.js')}"></script>
      </head>
      <body>
        <header>
          <h1><a href="/" lang="de">Modellregion</a> GraphiQL</h1>
          <p>A token from <code>npx --no modellregion token</code> goes under “Headers”.</p>
          ${notYetNote(notYet)}
        </header>
        <main id="graphiql">
          <noscript
            >GraphiQL needs JavaScript. Without it, ask with curl as shown on the
            <a href="/">region page</a>.</noscript
          >
        </main>
      </body>
    </html> `.text;
}

function notYetNote(notYet: PortalTabs['notYet']): Html | null {
  if (notYet.length === 0) return null;
  return html`<details>
    <summary>Not yet: ${notYet.length} of the portals' queries</summary>
    <div>
      <p>They ask for data of services that have not joined the region.</p>
      <ul>
        ${notYet.map(({ name, title, reason }) => html`<li><strong>${name}</strong> ${title}<br /><small>${reason}</small></li>`)}
      </ul>
    </div>
  </details>`;
}
