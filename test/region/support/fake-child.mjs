// Stands for a subgraph or the gateway: keeps the contract between a process of the region and its supervisor,
// and counts its starts in its database. Orders for faults come by HTTP.
import { createServer } from 'node:http';
import pg from 'pg';

const starts = await countStarts(process.env['DATABASE_URL']);

const server = createServer((request, response) => {
  if (request.url === '/crash') process.exit(7);
  response.setHeader('connection', 'close');
  response.end(JSON.stringify({ starts, cwd: process.cwd() }));
});
server.once('error', (error) => {
  process.stderr.write(`Error: ${error.message}\n`);
  process.exit(1);
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.send?.({ type: 'ready', port: server.address().port });
});

const end = () => {
  console.log(JSON.stringify({ level: 30, msg: 'ended in order', at: Date.now() }));
  process.exit(0);
};
process.once('SIGTERM', end);
process.once('disconnect', end);

/** One row for every start; what is committed must be there after any crash. */
async function countStarts(url) {
  if (url === undefined) return null;
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS starts (at timestamptz NOT NULL DEFAULT now())');
    await client.query('INSERT INTO starts DEFAULT VALUES');
    return Number((await client.query('SELECT count(*) FROM starts')).rows[0].count);
  } finally {
    await client.end();
  }
}
