import { context } from './fixtures/context.js';
import { override } from './fixtures/override.js';
import { overrideAll, overrideCustom, overrideNone } from './fixtures/override-label.js';
import { providesAbstract } from './fixtures/provides-abstract.js';
import { providesObject } from './fixtures/provides.js';
import { requiresArguments } from './fixtures/requires-arguments.js';
import { requiresCondition } from './fixtures/requires-condition.js';
import { requiresConflictingArguments } from './fixtures/requires-conflicting-arguments.js';
import { requiresOnImplementations } from './fixtures/requires-interface.js';
import { requiresNested } from './fixtures/requires-nested.js';
import { requiresSimple } from './fixtures/requires-simple.js';
import { requiresTransitive } from './fixtures/requires-transitive.js';
import { describeFixtures } from './run-fixture.js';

describeFixtures([
  requiresSimple,
  requiresNested,
  requiresTransitive,
  requiresArguments,
  requiresConflictingArguments,
  requiresOnImplementations,
  requiresCondition,
  providesObject,
  providesAbstract,
  override,
  overrideNone,
  overrideAll,
  overrideCustom,
  context,
]);
