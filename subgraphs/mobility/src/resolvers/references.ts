import type { ById, ByAgs, DataSourceRecord, Point } from '../repositories/records.js';
import type { MobilityContext } from '../context.js';

/** An entity of another subgraph by its key: the gateway fetches the rest from its owner. */
export function reference(id: string | null): ById | null {
  return id === null ? null : { id };
}

/** The municipality something lies in. */
export const municipality = ({ ags }: ByAgs): ByAgs => ({ ags });

/** Where something is. */
export const location = ({ lat, lon }: Point): Point => ({ lat, lon });

/**
 * The data set something comes from.
 *
 * @throws Error if it is missing: a foreign key keeps it there
 */
export async function source(
  { sourceId }: { readonly sourceId: string },
  _: object,
  { services }: MobilityContext,
): Promise<DataSourceRecord> {
  const found = await services.dataSources.byId.load(sourceId);
  if (found === null) throw new Error(`data source ${sourceId} is missing`);
  return found;
}
