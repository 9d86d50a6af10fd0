export { apiSchemaOf } from './api-schema.js';
export { artefactsOf, staleFiles, writeArtefacts, type Artefact } from './artefacts.js';
export { compose, type Composition, type CompositionProblem } from './compose.js';
export { keyFieldsOf, type KeyFields } from './key-fields.js';
export { possibleTypesOf, type PossibleTypes } from './possible-types.js';
export { composeVariant, PERSONAL_TAG, type VariantComposition, type VariantTags } from './variant.js';
export { composeTexts, subgraphTextsOf, type SubgraphText, type TextComposition } from './subgraph-texts.js';
