import { gzipSync } from 'node:zlib';
import { answering, answeringJson } from '../../support/fake-subgraph.js';
import { harmless, INTERNAL, lost, onAll, onText, type Mode } from '../mode.js';

const INVALID = 'SUBGRAPH_INVALID_RESPONSE';
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
/** Adds a member to the outermost object of an answer. */
const withMember = (member: string) => (json: string) => `${json.slice(0, -1)},${member}}`;
/** The same in `data`. */
const inData = (member: string) => (json: string) => json.replace('{"data":{', `{"data":{${member},`);

/** The same with so many bytes; made once, for the test's process has enough to do. */
const filled = (bytes: number): ((json: string) => Buffer) => {
  const filler = Buffer.alloc(bytes, 'x');
  return (json) =>
    Buffer.concat([
      Buffer.from('{"data":{"x":"'),
      filler,
      Buffer.from(`",${json.slice('{"data":{'.length)}`),
    ]);
};

/** What goes wrong in the bytes of an answer. */
export const BODY_MODES: readonly Mode[] = [
  lost('answer HTML', INVALID, answering(`<html>${INTERNAL}`, { 'content-type': 'text/html' })),
  lost(
    'answer with another content type',
    INVALID,
    onText((json) => json, { 'content-type': 'text/plain' }),
  ),
  lost(
    'answer with an empty content type',
    INVALID,
    onText((json) => json, { 'content-type': '' }),
  ),
  lost(
    'answer JavaScript',
    INVALID,
    onText((json) => `f(${json})`),
  ),
  lost('answer nothing', INVALID, answering('')),
  lost(
    'answer half',
    INVALID,
    onText((json) => json.slice(0, json.length / 2)),
  ),
  lost(
    'answer and go on',
    INVALID,
    onText((json) => `${json}${json}`),
  ),
  lost(
    'begin with a byte order mark',
    INVALID,
    onText((json) => `\uFEFF${json}`),
  ),
  lost(
    'answer in UTF-16',
    INVALID,
    onText((json) => Buffer.from(json, 'utf16le')),
  ),
  lost(
    'answer in Latin-1',
    INVALID,
    onText((json) => Buffer.from(withMember('"x":"é"')(json), 'latin1')),
  ),
  lost('answer NaN', INVALID, onText(withMember('"x":NaN'))),
  lost('answer a list', INVALID, answeringJson([{ data: null }])),
  lost('answer a text', INVALID, answeringJson(INTERNAL)),
  lost('answer null', INVALID, answeringJson(null)),
  lost('answer an empty object', INVALID, answeringJson({})),
  lost('answer null data without a reason', INVALID, answeringJson({ data: null })),
  lost('answer null data with no errors', INVALID, answeringJson({ data: null, errors: [] })),
  lost('answer data of another type', INVALID, answeringJson({ data: [INTERNAL] })),
  lost(
    'answer errors of another type',
    INVALID,
    onAll(({ data }) => ({ data, errors: INTERNAL })),
  ),
  lost(
    'answer errors shaped as a list',
    INVALID,
    onAll(({ data }) => ({ data, errors: { length: 4294967295 } })),
  ),
  lost(
    'compress the answer',
    INVALID,
    onText((json) => gzipSync(json), { 'content-encoding': 'gzip' }),
  ),
  lost(
    'send a compressed bomb',
    INVALID,
    answering(gzipSync(Buffer.alloc(50_000_000, ' ')), { 'content-encoding': 'gzip' }),
  ),
  lost(
    'say they compressed it twice',
    INVALID,
    onText((json) => json, { 'content-encoding': 'br, gzip' }),
  ),
  lost('answer 11 MB', INVALID, onText(filled(11_000_000))),
  lost('open 1,000,000 brackets', INVALID, answering(`{"data":${'['.repeat(1_000_000)}`)),
  harmless('answer 9 MB nobody asked for', onText(filled(9_000_000))),
  harmless('answer a list of 1,000,000 nobody asked for', onText(inData(`"x":[0${',0'.repeat(1_000_000)}]`))),
  harmless('nest 5,000 levels nobody asked for', onText(inData(`"x":${nested(5_000)}`))),
  harmless('nest 500,000 levels nobody asked for', onText(inData(`"x":${nested(500_000)}`))),
  harmless('nest 500,000 levels in the extensions', onText(withMember(`"extensions":${nested(500_000)}`))),
  harmless(
    'repeat a member',
    onText((json) => `{"data":null,${json.slice(1)}`),
  ),
  harmless('send __proto__', onText(inData('"__proto__":{"greeting":"bad","length":7}'))),
  harmless('send constructor', onText(inData('"constructor":{"prototype":{"greeting":"bad"}}'))),
  harmless(
    'send names of methods',
    onText(inData('"toString":1,"hasOwnProperty":1,"then":1,"valueOf":null')),
  ),
  harmless(
    'say errors: null',
    onAll(({ data }) => ({ data, errors: null })),
  ),
];
