/** Addresses of the three scripts that Monaco runs beside the page. */
export interface WorkerUrls {
  readonly editor: string;
  readonly json: string;
  readonly graphql: string;
}

/** Tells Monaco where its workers are; GraphiQL's own set-ups know Vite, webpack and a CDN only. */
export function setMonacoWorkers(urls: WorkerUrls): void {
  window.MonacoEnvironment = {
    getWorker: (_id, label) =>
      new Worker(label === 'json' || label === 'graphql' ? urls[label] : urls.editor),
  };
}
