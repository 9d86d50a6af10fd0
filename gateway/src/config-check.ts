import { formatConfigReport } from '@modellregion/schema';
import { checkConfig } from './operating/check-config.js';

// `modellregion config check gateway`, with the options of the gateway itself.
const findings = await checkConfig(process.argv.slice(2), process.env);
process.stdout.write(formatConfigReport('gateway', findings));
process.exitCode = findings.some(({ level }) => level === 'fault') ? 1 : 0;
if (process.connected) process.disconnect();
