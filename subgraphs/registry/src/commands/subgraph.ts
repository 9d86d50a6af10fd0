import { memberNameOf } from '@modellregion/schema';
import type { PublicationReport } from '@modellregion/schema/checks';
import { z } from 'zod';
import { signAndSubmit } from '../client/signer.js';
import type { RegistryClient } from '../client/registry-client.js';
import { UsageError } from './command-error.js';
import {
  clientOf,
  READ_OPTIONS,
  reasonOf,
  reportText,
  SIGN_HELP,
  SIGN_OPTIONS,
  signerOf,
  stewardHere,
  table,
  tellChecked,
} from './common.js';
import { contractHere } from './contract-here.js';
import { given, readOptions } from './read-options.js';

export const SUBGRAPH_USAGE = `modellregion subgraph — what the subgraphs of the region are

  subgraph publish [NAME] [--reason TEXT]     check entry and SDL against the region, and release them if they pass
      --entry FILE      a registry file of your own, instead of schema/registry/NAME.yaml
      --sdl FILE        its SDL, if it is not where the entry says
      --call-keys FILE  its public call keys, as "modellregion call-key" prints them
  subgraph withdraw NAME --reason TEXT        a release without it, if nobody needs it any more
      --force           the steward: also if somebody does, as long as the others compose without it
  subgraph status [NAME] [--json]             what is released, and what the last check said

${SIGN_HELP}`;

/** `subgraph publish|withdraw|status` */
export async function subgraphCommand(argv: readonly string[]): Promise<number> {
  const [what = '', ...rest] = argv;
  if (what === 'publish') return publish(rest);
  if (what === 'withdraw') return withdraw(rest);
  if (what === 'status') return status(rest);
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

const statusShape = z.object({
  region: z.object({
    name: z.string(),
    frozenReason: z.string().nullable(),
    release: z
      .object({
        sequence: z.number(),
        hash: z.string(),
        createdAt: z.string(),
        reason: z.string(),
        subgraphs: z.array(
          z.object({ name: z.string(), version: z.number(), operator: z.string(), url: z.string() }),
        ),
      })
      .nullable(),
  }),
  gateways: z.array(z.object({ id: z.string(), sequence: z.number(), current: z.boolean() })),
  checks: z.array(z.object({ subgraph: z.string(), status: z.string(), report: z.string(), at: z.string() })),
});

const STATUS = `query ($name: ID) {
  region { name frozenReason release { sequence hash createdAt reason subgraphs { name version operator url } } }
  gateways { id sequence current }
  checks(subgraph: $name, first: 1) { subgraph status report at }
}`;

async function status(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, READ_OPTIONS, SUBGRAPH_USAGE);
  const [name] = options.words;
  const answer = await clientOf(options).ask(STATUS, statusShape, { name: name ?? null });
  if (options.values['json'] === true) {
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  }
  const { name: region, release, frozenReason } = answer.region;
  const head =
    release === null
      ? `${region} has no release yet.`
      : `${region}: release ${String(release.sequence)} of ${release.createdAt}, ${release.hash}\n  ${release.reason}`;
  const none = name === undefined ? '' : `\n${name} is in no release yet, or was withdrawn.\n`;
  const shown = (release?.subgraphs ?? []).filter((it) => name === undefined || it.name === name);
  const rows = shown.map((it) => [it.name, `version ${String(it.version)}`, it.operator, it.url]);
  const gateways = answer.gateways.map(
    ({ id, sequence, current }) =>
      `  gateway ${id} serves release ${String(sequence)}${current ? '' : ', not the newest'}\n`,
  );
  const frozen = frozenReason === null ? '' : `Releases are frozen: ${frozenReason}\n`;
  process.stdout.write(
    `${head}\n${frozen}${gateways.join('')}${rows.length === 0 ? none : `\n${table(rows)}`}`,
  );
  const [check] = answer.checks;
  if (name === undefined || check === undefined) return 0;
  process.stdout.write(
    `\nThe last check, of ${check.at}:\n${reportText(JSON.parse(check.report) as PublicationReport, process.stdout)}`,
  );
  return 0;
}
