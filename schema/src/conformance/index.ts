// What the suite of the kit and the registry both ask of a running subgraph.
export {
  carelessCalls,
  type CarelessCall,
  type CarelessSigning,
  type Outgoing,
  type SignQuestion,
} from './careless-calls.js';
export { internalsIn, MALFORMED_BODIES, type TellingAnswer } from './internals.js';
export { LARGE_REMEDY, largeFault, TOO_LARGE, type LargeOutcome, type TooLarge } from './too-large.js';
