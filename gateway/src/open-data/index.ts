export { createAsk, type Ask } from './ask.js';
export { dataSourceFields, readDataSources, type DataSource } from './data-sources.js';
export { registerOpenData } from './register-open-data.js';
