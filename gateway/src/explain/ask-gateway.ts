import { HEADERS } from '@modellregion/schema';
import { z } from 'zod';
import { codeOf, reasonOf } from '../errors/fault.js';
import { StartupError } from '../errors/startup-error.js';
import { printable } from '../telemetry/logger.js';
import type { AskedGateway, ExplainRequest } from './explain-options.js';
import type { Explanation } from './explanation.js';
import { explanationShape } from './explanation-shape.js';

/** An explained answer; of the answer itself only the codes of its errors, for the rest is not for terminals. */
export interface ExplainedAnswer {
  readonly explanation: Explanation;
  readonly errorCodes: readonly string[];
}

/** Longer than any answer of a gateway takes, in milliseconds. */
const PATIENCE_MS = 30_000;

const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string().default(''),
        extensions: z.object({ code: z.string().default('') }).default({ code: '' }),
      }),
    )
    .default([]),
  extensions: z.object({ explain: explanationShape.optional() }).optional(),
});

/** @throws StartupError if the gateway does not answer, refuses the operation or does not explain it */
export async function askGateway(
  source: string,
  { operationName, variables }: ExplainRequest,
  gateway: AskedGateway,
): Promise<ExplainedAnswer> {
  const body = { query: source, operationName, variables: variables ?? {} };
  const { status, json } = await send(gateway, JSON.stringify(body));
  const read = answerShape.safeParse(json);
  if (!read.success)
    throw new StartupError(`What answers at ${gateway.url.href} is no gateway (HTTP ${String(status)}).`);
  const { errors, extensions } = read.data;
  const explanation = extensions?.explain;
  if (explanation !== undefined) {
    return { explanation, errorCodes: errors.map(({ extensions: { code } }) => printable(code, 60)) };
  }
  const [error] = errors;
  if (error !== undefined && (read.data.data ?? null) === null) {
    throw new StartupError(
      `The gateway did not execute it: ${printable(error.message)} (${printable(error.extensions.code, 60)})`,
    );
  }
  throw new StartupError(
    'The gateway answered without an explanation: it gives one in profile developer, in production to tokens with the scope gateway:explain, and never with MODELLREGION_EXECUTOR=apollo.',
  );
}

async function send(
  { url, token, purpose }: AskedGateway,
  body: string,
): Promise<{ readonly status: number; readonly json: unknown }> {
  let text: string;
  let status: number;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        [HEADERS.explain]: 'plan',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(purpose === null ? {} : { [HEADERS.purpose]: purpose }),
      },
      // A token is for the address it was given for.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw new StartupError(`${url.href} does not answer (${whyNot(error)}).`);
  }
  try {
    return { status, json: JSON.parse(text) };
  } catch {
    return { status, json: null };
  }
}

/** Fetch says in its fault's cause what happened. */
function whyNot(fault: unknown): string {
  const cause = typeof fault === 'object' && fault !== null && 'cause' in fault ? fault.cause : undefined;
  return codeOf(cause) ?? reasonOf(cause ?? fault);
}
