import { loadRegion } from '@modellregion/schema';
import {
  outcomeOfPublication,
  printable,
  renderTerminal,
  showsColour,
  type PublicationReport,
} from '@modellregion/schema/checks';
import { signingKeyFiles, stateFolder } from '@modellregion/subgraph-kit/region';
import { registryClient, registryUrl, type RegistryClient } from '../client/registry-client.js';
import type { Signer, SubmitAnswer } from '../client/signer.js';
import { UsageError } from './command-error.js';
import { given, type Given } from './read-options.js';

/** Options of everything that asks a registry. */
export const READ_OPTIONS = ['registry', 'json?'] as const;
/** Options of everything that signs. */
export const SIGN_OPTIONS = ['registry', 'as', 'key', 'reason'] as const;

export const SIGN_HELP = `  --reason TEXT     why; it stands in the history for good
  --as MEMBER       who says so                (MODELLREGION_MEMBER; on a developer's machine found by itself)
  --key FILE        its private signing keys   (MODELLREGION_MEMBER_KEY_FILE; the same)
  --registry URL    which registry             (MODELLREGION_REGISTRY_URL; default the running region's)`;

export function clientOf(options: Given): RegistryClient {
  return registryClient(registryUrl(given(options, 'registry'), process.env, stateFolder(process.env)));
}

/** @param usual who says such things on a developer's machine */
export function signerOf(options: Given, usual: string | null): Signer {
  const member = given(options, 'as') ?? setting('MODELLREGION_MEMBER') ?? usual;
  if (member === null) throw new UsageError('Say with --as who signs.');
  const keyFile =
    given(options, 'key') ??
    setting('MODELLREGION_MEMBER_KEY_FILE') ??
    signingKeyFiles(stateFolder(process.env)).member(member);
  return { member, keyFile };
}

/** The steward that the files of this clone name; null where there are none. */
export function stewardHere(): string | null {
  try {
    return loadRegion().steward.member;
  } catch {
    return null;
  }
}

/** @throws UsageError */
export function reasonOf(options: Given, usage: string, otherwise?: string): string {
  const reason = given(options, 'reason') ?? otherwise;
  if (reason !== undefined) return reason;
  throw new UsageError(`Say with --reason why: it stands in the history.\n${usage}`);
}

/** Says what came of an act in one or a few lines; the exit code. */
export function tell(answer: SubmitAnswer, done: string): number {
  if (answer.status === 'REFUSED' && answer.refusal !== null) {
    const { code, reason, remedy } = answer.refusal;
    process.stderr.write(printable(`Refused: ${code}\n  ${reason}\n  ${remedy}\n`));
    return 1;
  }
  if (answer.status === 'UNCHANGED') {
    process.stdout.write('Nothing to do: it is so already.\n');
    return 0;
  }
  const release =
    answer.release === null ? '' : ` Release ${String(answer.release.sequence)} ${answer.release.hash}.`;
  process.stdout.write(`${done}${release} History entry ${String(answer.entry?.sequence ?? 0)}.\n`);
  return 0;
}

/** A report as "modellregion check" shows it. */
export function reportText(report: PublicationReport, stream: NodeJS.WriteStream): string {
  return renderTerminal(outcomeOfPublication(report), showsColour(stream, process.env));
}

/** Says what the checks found, if they were asked, and what came of the act; the exit code. */
export function tellChecked(answer: SubmitAnswer, done: string): number {
  if (answer.check !== null) {
    process.stdout.write(reportText(JSON.parse(answer.check.report) as PublicationReport, process.stdout));
  }
  if (answer.status !== 'CHECK_REFUSED') return tell(answer, done);
  process.stdout.write('Nothing was released; the region is as it was.\n');
  return 1;
}

/** Columns as wide as they need to be. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** A setting that is set but empty counts as absent. */
function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
