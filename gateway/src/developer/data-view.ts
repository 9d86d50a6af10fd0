import type { RegistryEntry } from '@modellregion/schema';
import type { DataSource, SubgraphSources } from '../open-data/index.js';
import { dayText, plural } from './wording.js';

/** A data set in words. */
export interface DataSetView {
  readonly title: string;
  /** Whether somebody made it up: that must be seen before anything else. */
  readonly synthetic: boolean;
  readonly provenance: string;
  readonly publisher: string;
  readonly licence: string;
  /** Null where there is no address that a browser may follow. */
  readonly licenceUrl: string | null;
  readonly url: string | null;
  readonly attribution: string;
  /** Empty where the licence asks for nothing more. */
  readonly notice: string;
  readonly retrieved: string;
  /** `8,317 records`; empty where nobody counts them. */
  readonly records: string;
}

/** What one subgraph answers from. */
export interface SubgraphDataView {
  readonly subgraph: string;
  readonly operator: string;
  readonly dataSets: readonly DataSetView[];
  /** Code of why they cannot be told; empty if they can. */
  readonly problem: string;
}

/** What the region answers from. */
export interface DataView {
  readonly summary: string;
  readonly subgraphs: readonly SubgraphDataView[];
}

const PROVENANCE: Readonly<Record<string, string>> = {
  OPERATIONAL: 'From the municipality’s own systems',
  OPEN_DATA: 'Real open data',
  SYNTHETIC: 'Made up',
};

export function dataView(registry: readonly RegistryEntry[], all: readonly SubgraphSources[]): DataView {
  const subgraphs = all.map((one): SubgraphDataView => {
    const operator = registry.find(({ name }) => name === one.subgraph)?.operator.name ?? '';
    const { subgraph } = one;
    return 'problem' in one
      ? { subgraph, operator, dataSets: [], problem: one.problem }
      : { subgraph, operator, dataSets: one.sources.map(dataSetView), problem: '' };
  });
  return { summary: summaryOf(subgraphs), subgraphs };
}

function dataSetView(source: DataSource): DataSetView {
  return {
    title: source.title,
    synthetic: source.provenance === 'SYNTHETIC',
    provenance: PROVENANCE[source.provenance] ?? source.provenance,
    publisher: source.publisher,
    licence: source.licence,
    licenceUrl: followable(source.licenceUrl),
    url: followable(source.url),
    attribution: source.attribution,
    notice: source.notice ?? '',
    retrieved: source.retrievedOn === null ? '–' : dayText(source.retrievedOn),
    records: source.recordCount === null ? '' : plural(source.recordCount, 'record'),
  };
}

/** What a subgraph calls an address may be a script. */
function followable(url: string | null): string | null {
  return url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}

function summaryOf(subgraphs: readonly SubgraphDataView[]): string {
  const sets = subgraphs.flatMap(({ dataSets }) => dataSets);
  if (sets.length === 0) return 'No data set can be told now.';
  const synthetic = sets.filter((it) => it.synthetic).length;
  return `${plural(sets.length, 'data set')}: ${String(sets.length - synthetic)} real, ${String(synthetic)} made up.`;
}
