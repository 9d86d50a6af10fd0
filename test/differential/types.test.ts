import { emptyPlan } from './fixtures/empty-plan.js';
import { enumsAndInputs } from './fixtures/enums-inputs.js';
import { errors } from './fixtures/errors.js';
import { inaccessible } from './fixtures/inaccessible.js';
import { interfaceFields } from './fixtures/interface-fields.js';
import { interfaceMembers } from './fixtures/interface-members.js';
import { interfaceObject } from './fixtures/interface-object.js';
import { cacheTag, composeDirective, cost, tag } from './fixtures/metadata.js';
import { mutations } from './fixtures/mutations.js';
import { nestedLists } from './fixtures/nested-lists.js';
import { unionMembers } from './fixtures/union-members.js';
import { describeFixtures } from './run-fixture.js';

describeFixtures([
  interfaceObject,
  interfaceMembers,
  interfaceFields,
  unionMembers,
  emptyPlan,
  nestedLists,
  enumsAndInputs,
  mutations,
  errors,
  inaccessible,
  tag,
  cost,
  composeDirective,
  cacheTag,
]);
