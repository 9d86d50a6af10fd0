/** Keeps the region page fresh: replaces its texts by those of `/region.json`, without loading the page again. */

const EVERY_MS = 3_000;
/** Longer than the gateway may need, shorter than a reader's patience. */
const GIVE_UP_MS = 2_500;

interface RegionState {
  readonly summary: string;
  readonly checkedAt: string;
  readonly operators: readonly { readonly services: readonly ServiceState[] }[];
}
interface ServiceState {
  readonly name: string;
  readonly state: string;
  readonly stateText: string;
  readonly since: string;
  readonly problem: string;
  readonly latency: string;
  readonly version: string;
}

const SERVICE_TEXTS = ['stateText', 'since', 'problem', 'latency', 'version'] as const;

let paused = false;

async function refresh(): Promise<void> {
  try {
    const answer = await fetch('/region.json', {
      signal: AbortSignal.timeout(GIVE_UP_MS),
      cache: 'no-store',
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show((await answer.json()) as RegionState);
    setText(document, 'outage', '');
  } catch {
    setText(document, 'outage', 'The gateway does not answer now; what you see is old.');
  }
}

function show(region: RegionState): void {
  const services = region.operators.flatMap((operator) => operator.services);
  const shown = document.querySelectorAll<HTMLElement>('[data-service]');
  const sameServices =
    services.length === shown.length && services.every(({ name }) => blockOf(name) !== null);
  // A service joined or left: the page has no block for it, so the server draws it anew.
  if (!sameServices) {
    location.reload();
    return;
  }
  for (const service of services) showService(service);
  setText(document, 'summary', region.summary);
  setText(document, 'checkedAt', region.checkedAt);
}

function showService(service: ServiceState): void {
  const block = blockOf(service.name);
  if (block === null) return;
  block.dataset['state'] = service.state;
  for (const field of SERVICE_TEXTS) setText(block, field, service[field]);
}

function blockOf(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-service="${CSS.escape(name)}"]`);
}

/** Writes only what changed, so that a selection stays and screen readers are not told the same twice. */
function setText(within: ParentNode, field: string, text: string): void {
  const place = within.querySelector(`[data-field="${field}"]`);
  if (place !== null && place.textContent !== text) place.textContent = text;
}

/** What changes by itself must have a way to stop it (WCAG 2.2.2). */
function offerPause(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-action="pause"]');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    paused = !paused;
    button.setAttribute('aria-pressed', String(paused));
    if (!paused) void refresh();
  });
}

async function keepFresh(): Promise<void> {
  if (!paused && !document.hidden) await refresh();
  setTimeout(() => void keepFresh(), EVERY_MS);
}

offerPause();
setTimeout(() => void keepFresh(), EVERY_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !paused) void refresh();
});
