import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  BOTH_UP,
  RESIDENTS_UP,
  browserTest,
  health,
  openBrowser,
  startPages,
  type Health,
  type Pages,
} from './support.js';

let browser: Browser | undefined;
let pages: Pages;
let now: readonly Health[] = BOTH_UP;

beforeAll(async () => {
  pages = await startPages({ health: () => now });
});
afterEach(async () => {
  now = BOTH_UP;
  await browser?.close();
  browser = undefined;
});
afterAll(() => pages.app.close());

interface Watched {
  readonly page: Page;
  /** Addresses of other origins that the page asked for. */
  readonly foreign: string[];
  /** Errors on the console; a refusal by the content security policy is one. */
  readonly errors: string[];
}

async function open(path: string, options: { width?: number; script?: boolean } = {}): Promise<Watched> {
  browser = await openBrowser();
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    javaScriptEnabled: options.script ?? true,
  });
  const page = await context.newPage();
  const foreign: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${pages.origin}/`) && !url.startsWith('data:')) foreign.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pages.origin + path);
  return { page, foreign, errors };
}

describe('region page in Chromium', () => {
  browserTest('both municipalities are up; an outage shows without loading the page again', async () => {
    const { page, foreign, errors } = await open('/');
    expect(await page.locator('h3').allTextContents()).toEqual(['Stadt Paderborn', 'Kreis Paderborn']);
    expect(await page.locator('[data-field=summary]').textContent()).toBe('2 of 2 services up.');
    await page.evaluate('window.sameDocument = true');

    now = [RESIDENTS_UP, health('mobility', 'down', new Date().toISOString())];
    const mobility = page.locator('[data-service=mobility][data-state=down]');
    await mobility.waitFor();
    expect(await mobility.locator('.state').innerText()).toMatch(
      /Down since .* \(less than a minute\)\s+SUBGRAPH_UNAVAILABLE/,
    );
    expect(await page.getByRole('status').textContent()).toContain('Down: mobility (Kreis Paderborn).');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  });

  browserTest('updates can be paused from the keyboard, and a silent gateway is said', async () => {
    const { page } = await open('/');
    const pause = page.getByRole('button', { name: 'Pause updates' });
    await pause.focus();
    await page.keyboard.press('Enter');
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    await page.route('**/region.json', (route) => route.abort());
    await page.keyboard.press('Enter');
    await page.getByText('The gateway does not answer now').waitFor();
  });

  browserTest('without JavaScript the state at load is there, and no button that does nothing', async () => {
    now = [RESIDENTS_UP, health('mobility', 'down')];
    const { page } = await open('/', { script: false });
    expect(await page.locator('[data-service=mobility] .state').innerText()).toContain('Down');
    expect(await page.getByRole('button').count()).toBe(0);
  });

  browserTest('nothing needs sideways scrolling at 360 px', async () => {
    const { page } = await open('/', { width: 360 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});

/** GraphiQL takes clicks only when its editors are there, a moment after the page. */
async function openGraphiql(): Promise<Watched> {
  const watched = await open('/graphiql');
  await watched.page.locator('.graphiql-query-editor').getByText('FirstQuery').waitFor();
  return watched;
}

describe('GraphiQL in Chromium', () => {
  browserTest('opens the portal queries as tabs and runs one, all from this origin', async () => {
    const { page, foreign, errors } = await openGraphiql();
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['FirstQuery', 'Q90_Town', 'Q91_Slots']);
    expect(await page.locator('details').textContent()).toContain('Q92_Event');

    const answer = page.locator('.graphiql-response');
    await page.getByRole('button', { name: 'Execute query' }).click();
    await answer.getByText('"Paderborn"').waitFor();

    // A tab brings values for its variables.
    await page.getByRole('tab', { name: 'Q90_Town' }).click();
    await answer.getByText('"Paderborn"').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Execute query' }).click();
    await answer.getByText('"Paderborn"').waitFor();

    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool').getByText('// "Authorization": "Bearer').waitFor();
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
  });

  browserTest(
    'the hint becomes a header when its comment mark goes, and is never kept in the browser',
    async () => {
      const { page } = await openGraphiql();
      const execute = page.getByRole('button', { name: 'Execute query' });
      const asked = () =>
        page.waitForRequest((request) => request.postData()?.includes('query FirstQuery') === true);
      const [before] = await Promise.all([asked(), execute.click()]);
      expect(before.headers()).not.toHaveProperty('authorization');

      await page.getByRole('button', { name: 'Headers' }).click();
      await page.locator('.graphiql-editor-tool').getByText('// "Authorization"').click();
      await page.keyboard.press('Control+/');
      const [after] = await Promise.all([asked(), execute.click()]);
      expect(after.headers()['authorization']).toBe('Bearer <paste the token>');
      await page.reload();
      await page.getByRole('tab').first().waitFor();
      expect(await page.evaluate('JSON.stringify(localStorage)')).toMatch(/FirstQuery(?!.*paste the token)/);
    },
  );
});
