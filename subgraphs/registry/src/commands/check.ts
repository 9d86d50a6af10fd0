import { loadRegistry, memberNameOf } from '@modellregion/schema';
import {
  outcomeOfAll,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  showsColour,
  type CheckOutcome,
  type PublicationReport,
} from '@modellregion/schema/checks';
import { signAndSubmit } from '../client/signer.js';
import { UsageError } from './command-error.js';
import { clientOf, signerOf, tell } from './common.js';
import { contractHere } from './contract-here.js';
import { given, readOptions, type Given } from './read-options.js';

export const CHECK_USAGE = `modellregion check [NAME] --registry [URL] — what the region's registry would say to a publication; nothing changes

  --registry [URL]  whose contracts, grants and usage count (MODELLREGION_REGISTRY_URL; default the running region's)
  --call-keys FILE  its public call keys, as "modellregion call-key" prints them
  --as MEMBER       who asks                   (MODELLREGION_MEMBER; by the operator of the subgraph)
  --key FILE        its private signing keys   (MODELLREGION_MEMBER_KEY_FILE): usage is for members to see
  --json | --markdown | --sarif
`;

const RENDERERS: Readonly<Record<string, (outcome: CheckOutcome) => string>> = {
  json: renderJson,
  markdown: renderMarkdown,
  sarif: renderSarif,
};
const FORMATS = Object.keys(RENDERERS);

/** `check --registry URL`: each subgraph of this folder, or one, held against the region as its registry has it. */
export async function checkCommand(argv: readonly string[]): Promise<number> {
  const names = ['registry', 'as', 'key', 'call-keys', ...FORMATS.map((format) => `${format}?`)];
  const options = readOptions(argv.filter(isNoBareRegistry), names, CHECK_USAGE);
  const formats = FORMATS.filter((format) => options.values[format] === true);
  if (options.words.length > 1 || formats.length > 1) {
    throw new UsageError(`Name one subgraph or none, and one format.\n\n${CHECK_USAGE}`);
  }
  const [name] = options.words;
  const chosen = name === undefined ? loadRegistry().map((entry) => entry.name) : [name];
  const reports: PublicationReport[] = [];
  for (const one of chosen) {
    const report = await reportOf(one, options);
    if (report === null) return 1;
    reports.push(report);
  }
  const outcome = outcomeOfAll(undefined, reports);
  const render = RENDERERS[formats[0] ?? ''];
  process.stdout.write(
    render?.(outcome) ?? renderTerminal(outcome, showsColour(process.stdout, process.env)),
  );
  return outcome.findings.length === 0 ? 0 : 1;
}

/** Without an address `--registry` means the one that is set here: it only says that the registry is to be asked. */
function isNoBareRegistry(word: string, index: number, argv: readonly string[]): boolean {
  const next = argv[index + 1];
  return word !== '--registry' || !(next === undefined || next.startsWith('-'));
}

/** Null when the registry did not even check it; why was said then. */
async function reportOf(name: string, options: Given): Promise<PublicationReport | null> {
  const place = { name, entry: undefined, sdl: undefined, callKeys: given(options, 'call-keys') };
  const { entry, sdl } = contractHere(place);
  const { sdlFile: _, ...stated } = entry;
  const answer = await signAndSubmit(
    clientOf(options),
    signerOf(options, memberNameOf(entry.operator.name)),
    { action: 'subgraph.check', body: { name, entry: stated, sdl } },
    `Check of ${name}`,
  );
  if (answer.check !== null) return JSON.parse(answer.check.report) as PublicationReport;
  tell(answer, '');
  return null;
}
