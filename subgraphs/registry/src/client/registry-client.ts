import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../commands/command-error.js';

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** A check of a publication may take a minute, and wait for others. */
const DEADLINE_MS = 180_000;

/** Asks a registry over its GraphQL interface. */
export interface RegistryClient {
  readonly url: string;
  /** @throws CommandError when it does not answer, or refuses the question */
  ask<Shape extends z.ZodType>(
    query: string,
    shape: Shape,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<z.infer<Shape>>;
}

export function registryClient(url: string): RegistryClient {
  return {
    url,
    ask: async (query, shape, variables = {}, headers = {}) => {
      const { data, errors } = answerSchema.parse(await post(url, { query, variables }, headers));
      if (errors !== undefined) {
        throw new CommandError(
          `The registry refuses the question: ${errors.map(({ message }) => message).join('; ')}`,
        );
      }
      return shape.parse(data);
    },
  };
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CommandError(
      `The registry at ${url} does not answer (${cause}): start the region with "npm start", or name another with --registry.`,
    );
  }
  try {
    return await response.json();
  } catch {
    throw new CommandError(
      `${url} answers with status ${String(response.status)} and is no registry: name the right one with --registry.`,
    );
  }
}

const runtimeFile = z.object({ registry: z.object({ port: z.number() }) });

/**
 * Which registry is meant: `--registry`, else MODELLREGION_REGISTRY_URL, else that of the region that runs on this
 * machine.
 *
 * @throws CommandError when there is none
 */
export function registryUrl(option: string | undefined, env: NodeJS.ProcessEnv, state: string): string {
  const stated = option ?? env['MODELLREGION_REGISTRY_URL'];
  if (stated !== undefined && stated !== '') {
    if (!/^https?:\/\//.test(stated) || !URL.canParse(stated)) {
      throw new CommandError(`"${stated}" is no registry: write its http or https address.`);
    }
    return stated.replace(/\/+$/, '');
  }
  try {
    const runtime = runtimeFile.parse(JSON.parse(readFileSync(join(state, 'runtime.json'), 'utf8')));
    return `http://127.0.0.1:${String(runtime.registry.port)}`;
  } catch {
    throw new CommandError(
      'No region runs on this machine: start one with "npm start", or name a registry with --registry or ' +
        'MODELLREGION_REGISTRY_URL.',
    );
  }
}
