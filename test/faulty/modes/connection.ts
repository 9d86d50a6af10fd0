import { answering } from '../../support/fake-subgraph.js';
import { bytes, flood, harmless, INTERNAL, lost, onText, type Mode } from '../mode.js';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const TIMEOUT = 'SUBGRAPH_TIMEOUT';
const UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE';
const INVALID = 'SUBGRAPH_INVALID_RESPONSE';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
const html = { 'content-type': 'text/html' };

/** What goes wrong between two machines and below HTTP. */
export const CONNECTION_MODES: readonly Mode[] = [
  lost('hang without a byte', TIMEOUT, () => undefined),
  lost('hang after the status line', TIMEOUT, bytes('HTTP/1.1 200 OK\r\n')),
  lost('hang after the headers', TIMEOUT, bytes(`${HEAD}Content-Length: 20\r\n\r\n`)),
  lost('send headers slowly, without end', TIMEOUT, flood(HEAD, 'X-A: b\r\n', 40)),
  lost('drip their body', TIMEOUT, flood(`${HEAD}Content-Length: 100000\r\n\r\n`, ' ', 40)),
  lost('drip chunks', TIMEOUT, flood(CHUNKED, '1\r\n \r\n', 40)),
  lost('reset the connection at once', UNAVAILABLE, bytes('', 'reset')),
  lost('reset it in the headers', UNAVAILABLE, bytes(HEAD, 'reset')),
  lost('reset it in the body', UNAVAILABLE, bytes(`${HEAD}Content-Length: 99\r\n\r\n{"data"`, 'reset')),
  lost('end the connection at once', UNAVAILABLE, bytes('', 'end')),
  lost('end it in the headers', UNAVAILABLE, bytes(HEAD, 'end')),
  lost('end it in the body', UNAVAILABLE, bytes(`${HEAD}Content-Length: 99\r\n\r\n{"data"`, 'end')),
  lost('end it in the chunks', UNAVAILABLE, bytes(`${CHUNKED}5\r\n{"dat`, 'end')),
  lost('speak another protocol', INVALID, bytes(`220 ${INTERNAL} ESMTP\r\n`, 'end')),
  lost('speak HTTP/2', INVALID, bytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'end')),
  lost(
    'switch protocols',
    UNAVAILABLE,
    bytes('HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ),
  lost('flood 103 Early Hints', TIMEOUT, flood('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', 1)),
  lost('say 100 Continue to what did not ask', UNAVAILABLE, bytes('HTTP/1.1 100 Continue\r\n\r\n')),
  lost('send a megabyte of headers', INVALID, bytes(`${HEAD}X-A: ${'a'.repeat(1_000_000)}\r\n\r\n`)),
  lost('send ten thousand headers', INVALID, bytes(`${HEAD}${'X-A: b\r\n'.repeat(10_000)}\r\n`)),
  lost('promise a negative length', INVALID, bytes(`${HEAD}Content-Length: -1\r\n\r\n{}`)),
  lost('promise two lengths', INVALID, bytes(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`)),
  lost(
    'promise a length and chunks',
    INVALID,
    bytes(`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  ),
  lost(
    'promise less than they send',
    INVALID,
    onText((json) => json, { 'content-length': '5' }),
  ),
  lost('send chunks without a length', INVALID, bytes(`${CHUNKED}hello\r\n`)),
  lost('send a chunk of 2^64 bytes', INVALID, bytes(`${CHUNKED}FFFFFFFFFFFFFFFFF\r\n`)),
  lost('send whitespace without end', INVALID, flood(CHUNKED, `10000\r\n${' '.repeat(65_536)}\r\n`)),
  lost(
    'send a list without end',
    INVALID,
    flood(`${HEAD}\r\n{"data":{"works":[0`, ',{"title":"Stadtwerke"}'.repeat(3_000)),
  ),
  lost('promise 5 GB', INVALID, bytes(`${HEAD}Content-Length: 5000000000\r\n\r\n{"data":`)),
  lost('have status 999', INVALID, answering('', {}, 999)),
  lost('have no content (204)', INVALID, answering('', {}, 204)),
  lost('have nothing new (304)', INVALID, answering('', {}, 304)),
  ...[300, 301, 302, 303, 307, 308].map((status) =>
    lost(
      `redirect with ${String(status)}`,
      INVALID,
      answering('', { location: `http://${INTERNAL}/` }, status),
    ),
  ),
  lost(
    'redirect with an answer in the body',
    INVALID,
    answering('{"data":{"works":{"title":"Elsewhere"}}}', { location: '/other' }, 307),
  ),
  lost('are behind a proxy that says 502', UNAVAILABLE, answering(`<h1>${INTERNAL}</h1>`, html, 502)),
  lost('are behind a proxy that says 503', UNAVAILABLE, answering('', {}, 503)),
  lost('are asked too often (429)', UNAVAILABLE, answering('slow down', html, 429)),
  lost(
    'have crashed (500) and say so in HTML',
    UNAVAILABLE,
    answering(`<pre>at ${INTERNAL}</pre>`, html, 500),
  ),
  lost('are not there (404)', INVALID, answering(`<h1>${INTERNAL}</h1>`, html, 404)),
  harmless('answer twice on one connection', (request, _response, { right }) => {
    void right().then((answer) => {
      const body = JSON.stringify(answer);
      const other = body.replaceAll(/"title":"\w+"|"power":\d+/g, (it) => `${it.split(':')[0] ?? ''}:666`);
      const http = (text: string): string =>
        `${HEAD}Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
      request.socket.write(http(body) + http(other));
    });
  }),
];
