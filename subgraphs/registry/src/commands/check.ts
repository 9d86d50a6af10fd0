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
import { contractHere, type ContractPlace } from './contract-here.js';
import { given, readOptions, type Given } from './read-options.js';

export const CHECK_USAGE = `modellregion check [NAME] --registry [URL] — what the region's registry would say to a publication; nothing changes

  --registry [URL]  whose contracts, grants and usage count (MODELLREGION_REGISTRY_URL; default the running region's)
  --entry FILE      a registry file of your own, instead of schema/registry/NAME.yaml
  --sdl FILE        its SDL, if it is not where the entry says
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

/** `check --registry`: each subgraph of this folder, or one, held against the region as its registry has it. */
export async function checkCommand(argv: readonly string[]): Promise<number> {
  const own = ['registry', 'as', 'key', 'entry', 'sdl', 'call-keys'];
  const names = [...own, ...FORMATS.map((format) => `${format}?`)];
  const options = readOptions(argv.filter(isNoBareRegistry), names, CHECK_USAGE);
  const formats = FORMATS.filter((format) => options.values[format] === true);
  if (options.words.length > 1 || formats.length > 1) {
    throw new UsageError(`Name one subgraph or none, and one format.\n\n${CHECK_USAGE}`);
  }
  const reports: PublicationReport[] = [];
  for (const place of placesOf(options)) {
    const report = await reportOf(place, options);
    if (report === null) return 1;
    reports.push(report);
  }
  const outcome = outcomeOfAll(undefined, reports);
  const render = RENDERERS[formats[0] ?? ''];
  process.stdout.write(
    render?.(outcome) ?? renderTerminal(outcome, showsColour(process.stdout, process.env)),
  );
  return reports.every(({ status }) => status === 'accepted') ? 0 : 1;
}

function placesOf(options: Given): readonly ContractPlace[] {
  const [name] = options.words;
  const one: ContractPlace = {
    name,
    entry: given(options, 'entry'),
    sdl: given(options, 'sdl'),
    callKeys: given(options, 'call-keys'),
  };
  if ([name, one.entry, one.sdl].some((it) => it !== undefined)) return [one];
  return loadRegistry().map((entry) => ({ ...one, name: entry.name }));
}

/** Without an address `--registry` means the one that is set here: it only says that the registry is to be asked. */
function isNoBareRegistry(word: string, index: number, argv: readonly string[]): boolean {
  const next = argv[index + 1];
  return word !== '--registry' || !(next === undefined || next.startsWith('-'));
}

/** Null when the registry did not even check it; why was said then. */
async function reportOf(place: ContractPlace, options: Given): Promise<PublicationReport | null> {
  const { entry, sdl } = contractHere(place);
  const { sdlFile: _, ...stated } = entry;
  const answer = await signAndSubmit(
    clientOf(options),
    signerOf(options, memberNameOf(entry.operator.name)),
    { action: 'subgraph.check', body: { name: entry.name, entry: stated, sdl } },
    `Check of ${entry.name}`,
  );
  if (answer.check !== null) return JSON.parse(answer.check.report) as PublicationReport;
  tell(answer, '');
  return null;
}
