import { memberNameOf } from '@modellregion/schema';
import { z } from 'zod';
import { signAndSubmit } from '../client/signer.js';
import type { RegistryClient } from '../client/registry-client.js';
import { UsageError } from './command-error.js';
import { clientOf, reasonOf, SIGN_HELP, SIGN_OPTIONS, signerOf, stewardHere, tellChecked } from './common.js';
import { contractHere } from './contract-here.js';
import { given, readOptions } from './read-options.js';
import { subgraphStatus } from './subgraph-status.js';

export const SUBGRAPH_USAGE = `modellregion subgraph — what the subgraphs of the region are

  subgraph publish [NAME] [--reason TEXT]     check entry and SDL against the region, and release them if they pass
      --entry FILE      a registry file of your own, instead of schema/registry/NAME.yaml
      --sdl FILE        its SDL, if it is not where the entry says
      --call-keys FILE  its public call keys, as "modellregion call-key" prints them
  subgraph withdraw NAME --reason TEXT        a release without it, if nobody needs it any more
      --force           the steward: also if somebody does, as long as the others compose without it
  subgraph status [NAME] [--json]             what is released, how it is called, what the last check said

${SIGN_HELP}`;

/** `subgraph publish|withdraw|status` */
export async function subgraphCommand(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  if (what === 'publish') return publish(rest);
  if (what === 'withdraw') return withdraw(rest);
  if (what === 'status') return subgraphStatus(rest, SUBGRAPH_USAGE);
  throw new UsageError(`subgraph is followed by publish, withdraw or status.\n\n${SUBGRAPH_USAGE}`);
}

async function publish(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, ['entry', 'sdl', 'call-keys', ...SIGN_OPTIONS], SUBGRAPH_USAGE);
  const { entry, sdl } = contractHere({
    name: options.words[0],
    entry: given(options, 'entry'),
    sdl: given(options, 'sdl'),
    callKeys: given(options, 'call-keys'),
  });
  if (entry.keys.length === 0) process.stdout.write(noCallKeys(entry.name));
  const { sdlFile: _, ...stated } = entry;
  const client = clientOf(options);
  const answer = await signAndSubmit(
    client,
    signerOf(options, memberNameOf(entry.operator.name)),
    { action: 'subgraph.publish', body: { name: entry.name, entry: stated, sdl } },
    reasonOf(options, SUBGRAPH_USAGE, `Publication of ${entry.name}`),
  );
  return tellChecked(answer, `${entry.name} is published.`);
}

/** It is good all the same where a subgraph is asked without signatures, as on a developer's machine. */
function noCallKeys(name: string): string {
  return (
    `${name} states no call key: gateways cannot sign what they ask it, and a subgraph of the kit answers nothing that is ` +
    `not signed. Make one with "modellregion call-key ${name} --file FILE", and name what that prints with --call-keys.\n`
  );
}

async function withdraw(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, ['force?', ...SIGN_OPTIONS], SUBGRAPH_USAGE);
  const [name] = options.words;
  if (name === undefined) throw new UsageError(`Say which subgraph.\n\n${SUBGRAPH_USAGE}`);
  const force = options.values['force'] === true;
  const client = clientOf(options);
  const signer = signerOf(options, force ? stewardHere() : await holderOf(client, name));
  const act = { action: 'subgraph.withdraw', body: force ? { name, force } : { name } } as const;
  const answer = await signAndSubmit(client, signer, act, reasonOf(options, SUBGRAPH_USAGE));
  if (answer.status === 'CHECK_REFUSED' && force) {
    process.stdout.write(
      `Force does not help: without ${name} the others do not compose, or a variant cannot be made.\n`,
    );
  }
  return tellChecked(answer, force ? `${name} is withdrawn, whatever was found.` : `${name} is withdrawn.`);
}

async function holderOf(client: RegistryClient, name: string): Promise<string | null> {
  const shape = z.object({ subgraph: z.object({ member: z.object({ id: z.string() }) }).nullable() });
  const query = 'query ($name: ID!) { subgraph(name: $name) { member { id } } }';
  const { subgraph } = await client.ask(query, shape, { name });
  return subgraph?.member.id ?? stewardHere();
}
