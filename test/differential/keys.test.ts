import { aliasOfKey } from './fixtures/alias-of-key.js';
import { externalKeys } from './fixtures/external.js';
import { compoundKey } from './fixtures/key-compound.js';
import { nestedKey } from './fixtures/key-nested.js';
import { notResolvableKey } from './fixtures/key-not-resolvable.js';
import { severalKeys } from './fixtures/key-several.js';
import { missingEntities } from './fixtures/missing.js';
import { shareable } from './fixtures/shareable.js';
import { describeFixtures } from './run-fixture.js';

describeFixtures([
  severalKeys,
  nestedKey,
  compoundKey,
  notResolvableKey,
  aliasOfKey,
  externalKeys,
  shareable,
  missingEntities,
]);
