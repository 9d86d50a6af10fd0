// The real supervisor over stand-ins for the subgraphs and the gateway: what is tested here is who starts, ends
// and restarts whom. Ports come from the environment, 0 is any free one.
import { fileURLToPath } from 'node:url';
import { runRegion, stateFolder, stopOnSignals } from '@modellregion/subgraph-kit/region';

const main = fileURLToPath(new URL('./fake-child.mjs', import.meta.url));
const say = (text) => process.stdout.write(`${text}\n`);
const subgraph = (name, operator, port) => ({
  entry: { name, url: `http://127.0.0.1:${port}/graphql`, operator: { name: operator } },
  main,
  port: Number(port),
});

try {
  await runRegion({
    state: stateFolder(process.env),
    env: process.env,
    seed: 'small',
    data: null,
    without: [],
    plan: () => ({
      subgraphs: [
        subgraph('residents', 'Stadt Paderborn', process.env['FAKE_RESIDENTS_PORT'] ?? '0'),
        subgraph('mobility', 'Kreis Paderborn', '0'),
      ],
      elsewhere: [],
      gateway: { main, port: 0 },
      registry: null,
    }),
    stop: stopOnSignals(say),
    report: say,
    announce: () => say('RUNNING'),
    database: { durable: process.env['FAKE_DURABLE'] === 'yes' },
  });
  say('STOPPED');
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.name === 'OperatorError' ? error.message : error.stack}\n`);
  process.exit(1);
}
