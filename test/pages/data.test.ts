import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { browserTest, DATA, health, openBrowser, RESIDENTS_UP, startPages } from './support.js';

describe('the data of the region page', () => {
  let app: FastifyInstance;
  afterEach(() => app.close());

  test('names each data set with its licence, whom to name, its day and how many records it has', async () => {
    ({ app } = await startPages({ dataSources: () => Promise.resolve(DATA) }));
    const { body } = await app.inject('/');
    for (const text of [
      '3 data sets: 2 real, 1 made up.',
      '<a href="https://data.example/stops">Haltestellen in Ostwestfalen-Lippe</a>',
      '<strong>Real open data</strong>',
      '<span class="records">8,317 records</span>',
      '<q>© DB InfraGO AG, CC BY 4.0; © OpenStreetMap contributors, ODbL 1.0</q>',
      '<a href="https://opendatacommons.org/licenses/odbl/1-0/">ODbL 1.0</a>',
      'A database made from this one keeps its licence (share-alike).',
      '22 November 2026',
      '<strong>Made up</strong>',
    ]) {
      expect(body.replaceAll(/\s+/g, ' ')).toContain(text);
    }
    // Nobody counts these, and the page does not pretend that they are none.
    expect(body.match(/records</g)).toHaveLength(1);
    expect(body).toContain('all people and cases are made up');
  });

  test('says of a subgraph that does not tell why, and shows the others', async () => {
    const down = { subgraph: 'residents', problem: 'SUBGRAPH_TIMEOUT' } as const;
    ({ app } = await startPages({ dataSources: () => Promise.resolve([...DATA, down]) }));
    const { body } = await app.inject('/');
    expect(body).toContain('Its data sets cannot be read now: <code>SUBGRAPH_TIMEOUT</code>');
    expect(body).toContain('8,317 records');
  });

  test('does not ask who is known to be down, so that the page is not kept waiting', async () => {
    const told: string[] = [];
    ({ app } = await startPages({
      health: () => [RESIDENTS_UP, health('mobility', 'down')],
      dataSources: (_, down) => {
        told.push(...[...down].flat());
        return Promise.resolve(DATA);
      },
    }));
    await app.inject('/');
    expect(told).toEqual(['mobility', 'SUBGRAPH_UNAVAILABLE']);
  });

  test('an address that is a script is no link', async () => {
    const [first] = DATA;
    if (first === undefined || 'problem' in first) throw new Error('no data set');
    const sources = first.sources.map((it) => ({
      ...it,
      url: 'javascript:alert(1)',
      licenceUrl: 'data:text/html,x',
    }));
    ({ app } = await startPages({ dataSources: () => Promise.resolve([{ ...first, sources }]) }));
    const { body } = await app.inject('/');
    expect(body).not.toMatch(/href="(javascript|data:text)/);
  });

  browserTest('is readable in the dark and the light, at any width', async () => {
    const pages = await startPages({ dataSources: () => Promise.resolve(DATA) });
    ({ app } = pages);
    const browser = await openBrowser();
    try {
      for (const [colorScheme, width] of [
        ['light', 1280],
        ['dark', 360],
      ] as const) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
        await page.goto(pages.origin);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('.dataset').count()).toBe(3);
        // WCAG 2.1 AA: 4.5 to 1 for text.
        expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});

/** Texts of the page whose contrast to what lies behind them is below 4.5, with the ratio. */
const LOW_CONTRAST = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (text === '' || element.closest('script, style, [hidden]') !== null) continue;
    const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(text.slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return low;
})()`;
