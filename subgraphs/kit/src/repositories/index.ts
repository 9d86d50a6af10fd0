export { dataSourceRepository, type DataSourceRecord, type DataSourceRepository } from './data-sources.js';
export { isForeignKey, reference } from './foreign-key.js';
export { present } from './present.js';
export type { RawQueries } from './raw-queries.js';
export { rowsOfEach, type First, type RowsOfEach } from './rows-of-each.js';
export { tableOf, type Table } from './table.js';
