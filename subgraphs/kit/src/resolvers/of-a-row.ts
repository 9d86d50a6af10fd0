import type { DataSourceRecord, DataSourceRepository } from '../repositories/index.js';

/** `source` of a type: the data set a row comes from. */
export function resolveSource(
  { sourceId }: { readonly sourceId: string },
  _: object,
  { services }: { readonly services: { readonly dataSources: DataSourceRepository } },
): Promise<DataSourceRecord> {
  return services.dataSources.byId(sourceId);
}

/** `municipality` of a type: the one a row lies in, by its key. */
export function resolveMunicipality({ ags }: { readonly ags: string }): { readonly ags: string } {
  return { ags };
}

/** `location` of a type: where a row is. */
export function resolveLocation({ lat, lon }: { readonly lat: number; readonly lon: number }): {
  readonly lat: number;
  readonly lon: number;
} {
  return { lat, lon };
}
