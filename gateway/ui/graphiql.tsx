import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { setMonacoWorkers, type WorkerUrls } from './monaco-workers.js';
import { tabStorage } from './tab-storage.js';

interface PageData {
  readonly tabs: readonly { readonly query: string; readonly variables: string }[];
  readonly workers: WorkerUrls;
}

/** GraphiQL reads headers as JSON with comments: the hint sends nothing until its comment mark is taken away. */
const TOKEN_HINT = `{
  // "Authorization": "Bearer <paste the token>",
  // "Modellregion-Purpose": "<one of the token's purposes>"
}`;

interface Operation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** Posts to this origin's gateway; an answer that is no JSON becomes an error the reader can see. */
async function ask(operation: Operation, options?: { headers?: Record<string, string> }): Promise<object> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...options?.headers },
    body: JSON.stringify(operation),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text) as object;
  } catch {
    return {
      errors: [{ message: `The gateway answered ${answer.status} without JSON: ${text.slice(0, 200)}` }],
    };
  }
}

function start(place: HTMLElement, { tabs, workers }: PageData): void {
  setMonacoWorkers(workers);
  const storage = tabStorage(JSON.stringify(tabs.map(({ query }) => query)));
  const defaultTabs = tabs.map((tab) => ({ ...tab, headers: TOKEN_HINT }));
  // GraphiQL shows the first tab's query at the first visit, but neither its variables nor its headers.
  const firstVisit = storage.getItem('graphiql:tabState') === null;
  const first = firstVisit && tabs[0] !== undefined ? { initialVariables: tabs[0].variables } : {};
  createRoot(place).render(
    <GraphiQL
      fetcher={ask}
      storage={storage}
      forcedTheme="light"
      defaultTheme="light"
      defaultHeaders={TOKEN_HINT}
      defaultEditorToolsVisibility="variables"
      {...(defaultTabs.length > 0 ? { defaultTabs } : {})}
      {...first}
      // A token must not outlive the tab, so headers are never written to the browser's storage.
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      {/* The page's own bar has the name and the way back. */}
      <GraphiQL.Logo>{null}</GraphiQL.Logo>
    </GraphiQL>,
  );
}

const place = document.getElementById('graphiql');
const data = document.getElementById('page-data');
if (place !== null && data !== null) start(place, JSON.parse(data.textContent) as PageData);
