// The subgraphs of a world as one process: a port for each, answers from a table.
import { createServer } from 'node:http';
import { execute } from './walk.mjs';

const [delay = '0', world = 'shop'] = process.argv.slice(2);
const { NAMES, RESOLVERS } = await import(`./${world}.mjs`);
/** Answers by request body: what is asked again is looked up. */
const answers = new Map();
const MAX_ANSWERS = 5_000;
const delayMs = Number(delay);
/** Subgraphs that answer nobody just now. */
const away = new Set();
/** Requests since they were asked for last, by subgraph, with the time they came and were answered. */
let recorded = null;

const ports = {};
for (const name of NAMES) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (away.has(name)) return request.socket.destroy();
      if (request.url === '/readyz') return response.end('{"status":"ready"}');
      const body = Buffer.concat(chunks).toString();
      const note = { name, body, began: performance.now(), ended: 0 };
      recorded?.push(note);
      const send = () => {
        note.ended = performance.now();
        const answer = answerOf(body);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
        response.end(answer);
      };
      if (delayMs > 0) setTimeout(send, delayMs);
      else send();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports[name] = server.address().port;
}

function answerOf(body) {
  const known = answers.get(body);
  if (known !== undefined) return known;
  const answer = Buffer.from(JSON.stringify({ data: execute(JSON.parse(body), RESOLVERS) }));
  // Lists of thousands would fill the memory; they are worked out each time.
  if (answers.size < MAX_ANSWERS && answer.length < 50_000) answers.set(body, answer);
  return answer;
}

process.on('message', ({ type, name }) => {
  if (type === 'away') away.add(name);
  if (type === 'back') away.delete(name);
  if (type === 'record') recorded = [];
  if (type === 'recorded') {
    process.send({ type: 'recorded', calls: recorded });
    recorded = null;
  }
});
process.on('disconnect', () => process.exit());
process.send({ type: 'ready', ports });
