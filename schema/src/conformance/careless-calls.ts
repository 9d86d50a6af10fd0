import { HEADERS } from '../contract/headers.js';
import { callTag } from '../contract/contract-version.js';
import { REPLAY_WINDOW_SECONDS } from '../contract/signed-call.js';

/** A request as it goes out. */
export interface Outgoing {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a foreign or careless caller would do otherwise than one that is answered. */
export interface CarelessSigning {
  /** Seconds that the signature is old. */
  readonly age?: number;
  readonly path?: string;
  readonly keyId?: string;
  /** A key that the subgraph does not share. */
  readonly foreign?: boolean;
  readonly requestId?: string;
}

/** Signs the one question that is asked, well or carelessly, each time anew. */
export type SignQuestion = (careless?: CarelessSigning) => Outgoing;

/** A call that is not to be answered. */
export interface CarelessCall {
  /** Stable, in capitals: `UNSIGNED`. */
  readonly code: string;
  /** As in "signed too long ago it is refused". */
  readonly what: string;
  readonly outgoing: Outgoing;
}

const OTHER_BODY = '{"query":"{ other: __typename }"}';

/** Every way in which a call can be wrong, of a question that would be answered if it were right. */
export function carelessCalls(sign: SignQuestion): readonly CarelessCall[] {
  const age = REPLAY_WINDOW_SECONDS + 30;
  const good = sign();
  const other = sign({ requestId: 'another' });
  const contentType = 'application/json';
  const call = (code: string, what: string, outgoing: Outgoing): CarelessCall => ({ code, what, outgoing });
  return [
    call('UNSIGNED', 'without a signature', { ...good, headers: { 'content-type': contentType } }),
    call('STALE', 'signed too long ago', sign({ age })),
    call('EARLY', 'signed in the future', sign({ age: -age })),
    call('FOREIGN', 'signed with a foreign key', sign({ foreign: true })),
    call('UNKNOWN_KEY', 'of an unknown key id', sign({ keyId: 'nobody.nobody' })),
    call('OTHER_PATH', 'signed for another path', sign({ path: '/other' })),
    call('OTHER_BODY', 'with another body', { ...sign(), body: OTHER_BODY }),
    call(
      'OTHER_CALLER',
      'with another caller',
      withHeader(sign(), HEADERS.caller, other.headers[HEADERS.caller]),
    ),
    call('NO_CALLER', 'without a caller', withHeader(sign(), HEADERS.caller, undefined)),
    call('OTHER_CONTRACT', 'of an unknown contract version', retagged(sign(), callTag(0))),
  ];
}

function withHeader({ body, headers }: Outgoing, name: string, value: string | undefined): Outgoing {
  const rest = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  return { body, headers: value === undefined ? rest : { ...rest, [name]: value } };
}

function retagged({ body, headers }: Outgoing, tag: string): Outgoing {
  const input = (headers[HEADERS.signatureInput] ?? '').replace(/(?<=;tag=")[^"]*/, tag);
  return { body, headers: { ...headers, [HEADERS.signatureInput]: input } };
}
