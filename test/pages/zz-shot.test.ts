import { test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { BOTH_UP, health, openBrowser, startPages, REGISTRY } from './support.js';
test('shots', async () => {
  const { app, origin } = await startPages({ health: () => [BOTH_UP[0]!, health('mobility', 'down', new Date(Date.now()-3600_000*20).toISOString())] });
  const b = await openBrowser();
  const axe = readFileSync('/tmp/axe/node_modules/axe-core/axe.min.js', 'utf8');
  for (const width of [360, 1280]) {
    const p = await b.newPage({ viewport: { width, height: 800 } });
    p.on('console', (m) => process.stderr.write(`[${width}] ${m.type()} ${m.text()}\n`));
    p.on('pageerror', (m) => process.stderr.write(`[${width}] ERR ${m.message}\n`));
    await p.goto(origin);
    await p.waitForTimeout(300);
    await p.screenshot({ path: `/tmp/region-${width}.png`, fullPage: true });
    const over = await p.evaluate('document.documentElement.scrollWidth');
    process.stderr.write(`scrollWidth ${over}\n`);
    const r: any = await p.evaluate(axe + '; axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","best-practice"]})');
    process.stderr.write('axe region: ' + JSON.stringify(r.violations.map((v: any) => [v.id, v.nodes.map((n: any) => n.html.slice(0, 120))])) + ' passes ' + r.passes.length + '\n');
    const t = Date.now();
    await p.goto(origin + '/graphiql');
    await p.locator('.graphiql-query-editor .view-line').first().waitFor();
    process.stderr.write(`graphiql ready ${Date.now() - t} ms\n`);
    await p.waitForTimeout(1500);
    await p.locator('.graphiql-execute-button').click();
    await p.waitForTimeout(1500);
    await p.screenshot({ path: `/tmp/graphiql-${width}.png` });
    const g: any = await p.evaluate(axe + '; axe.run(document,{runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa"]})');
    process.stderr.write('axe graphiql: ' + JSON.stringify(g.violations.map((v: any) => [v.id, v.nodes.map((n: any) => n.html.slice(0, 100))])) + '\n');
    await p.locator('summary').click();
    await p.screenshot({ path: `/tmp/graphiql-note-${width}.png` });
    await p.close();
  }
  await b.close(); await app.close();
}, 60000);
