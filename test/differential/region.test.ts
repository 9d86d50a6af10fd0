import { region } from './fixtures/region.js';
import { describeFixtures, RUNS } from './run-fixture.js';

describeFixtures([region], RUNS * 4);
