import { readConfig } from '../../gateway/src/index.js';
import { faultySuite } from './suite.js';

// The executor that the environment chooses, else the gateway's own choice.
faultySuite(readConfig(['--profile', 'open'], process.env).executor);
