import type { PublicationReport } from '@modellregion/schema/checks';
import { z } from 'zod';
import { clientOf, READ_OPTIONS, reportText, table } from './common.js';
import { readOptions } from './read-options.js';

const checkShape = z.object({
  kind: z.enum(['CHECK', 'PUBLISH', 'WITHDRAW']),
  status: z.string(),
  at: z.string(),
});

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
          z.object({
            name: z.string(),
            version: z.number(),
            contract: z.number().nullable(),
            operator: z.string(),
            url: z.string(),
          }),
        ),
      })
      .nullable(),
  }),
  gateways: z.array(z.object({ id: z.string(), sequence: z.number(), current: z.boolean() })),
  subgraphs: z.array(z.object({ name: z.string(), lastCheck: checkShape.nullable() })),
  subgraph: z.object({ lastCheck: checkShape.extend({ report: z.string() }).nullable() }).nullish(),
  /** Of a name that is nobody's yet, since every publication of it was refused. */
  checks: z.array(checkShape.extend({ report: z.string() })).optional(),
});
type Status = z.infer<typeof statusShape>;

const STATUS = `query ($name: ID!, $isOne: Boolean!) {
  region {
    name frozenReason
    release { sequence hash createdAt reason subgraphs { name version contract operator url } }
  }
  gateways { id sequence current }
  subgraphs { name lastCheck { kind status at } }
  subgraph(name: $name) @include(if: $isOne) { lastCheck { kind status at report } }
  checks(subgraph: $name, first: 1) @include(if: $isOne) { kind status at report }
}`;

const DONE = { CHECK: 'check', PUBLISH: 'publication', WITHDRAW: 'withdrawal' } as const;

/** `subgraph status [NAME]` */
export async function subgraphStatus(argv: readonly string[], usage: string): Promise<number> {
  const options = readOptions(argv, READ_OPTIONS, usage);
  const [name] = options.words;
  const variables = { name: name ?? '', isOne: name !== undefined };
  const answer = await clientOf(options).ask(STATUS, statusShape, variables);
  process.stdout.write(
    options.values['json'] === true ? `${JSON.stringify(answer, null, 2)}\n` : statusText(answer, name),
  );
  return 0;
}

function statusText(answer: Status, name: string | undefined): string {
  const { name: region, release, frozenReason } = answer.region;
  const head =
    release === null
      ? `${region} has no release yet.`
      : `${region}: release ${String(release.sequence)} of ${release.createdAt}, ${release.hash}\n  ${release.reason}`;
  const frozen = frozenReason === null ? '' : `Releases are frozen: ${frozenReason}\n`;
  const gateways = answer.gateways.map(
    ({ id, sequence, current }) =>
      `  gateway ${id} serves release ${String(sequence)}${current ? '' : ', not the newest'}\n`,
  );
  const none = name === undefined ? '' : `\n${name} is in no release yet, or was withdrawn.\n`;
  const rows = rowsOf(answer, name);
  const released = rows.length === 0 ? none : `\n${table(rows)}`;
  return `${head}\n${frozen}${gateways.join('')}${released}${lastReport(answer)}`;
}

function rowsOf({ region, subgraphs }: Status, name: string | undefined): readonly (readonly string[])[] {
  const shown = (region.release?.subgraphs ?? []).filter((it) => name === undefined || it.name === name);
  return shown.map(({ name: subgraph, version, contract, operator, url }) => {
    const last = subgraphs.find((it) => it.name === subgraph)?.lastCheck ?? null;
    return [
      subgraph,
      `version ${String(version)}`,
      `contract ${contract === null ? 'current' : String(contract)}`,
      operator,
      url,
      last === null ? '' : `${DONE[last.kind]} ${last.status} ${last.at}`,
    ];
  });
}

function lastReport({ checks = [], subgraph }: Status): string {
  const last = subgraph?.lastCheck ?? checks[0];
  if (last === undefined) return '';
  const report = reportText(JSON.parse(last.report) as PublicationReport, process.stdout);
  return `\nThe last check, of a ${what(last.kind)} at ${last.at}, ${last.status}:\n${report}`;
}

function what(kind: keyof typeof DONE): string {
  return kind === 'CHECK' ? 'contract that was to be checked alone' : DONE[kind];
}
