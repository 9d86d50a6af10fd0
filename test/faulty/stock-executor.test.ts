import { faultySuite } from './suite.js';

// The operator's way back: what it does wrong is known, and exactly that.
faultySuite('apollo');
