const LOST = 'the whole answer is lost with an error of no place';
const OTHERS = 'the entities beside it are lost as well';
const SILENT = 'null or an empty object without an error';
const MERGED = 'keys that were not asked for are merged into the data of others';

/**
 * What the stock executor does wrong, by the mode's name, with the reason. Exactly these are expected to fail with it;
 * an executor of our own has no such list.
 */
export const STOCK_FAULTS: Readonly<Record<string, string>> = {
  'answer more than 32 bits for Int': 'the value goes out as it came',
  'answer a text for a list': LOST,
  'answer an object for a list': LOST,
  'answer an object shaped as a list': LOST,
  'answer a list for an object': SILENT,
  'answer a text for an object': LOST,
  'answer a number for an object': LOST,
  'answer a type that is not of the union': SILENT,
  'answer no type for a union': SILENT,
  'answer a number as the type': LOST,
  'leave out a value that was asked for': SILENT,
  'nest 100,000 levels in a free scalar': LOST,
  'answer something shaped as a list for a list of towns': LOST,
  'answer a text for a list of towns': LOST,
  'answer a text for a town': LOST,
  'answer a list for a town': 'the list is taken for an object, the error stands inside it',
  'answer works for a town': SILENT,
  'answer [] for a root object': LOST,
  'answer "x" for a root object': LOST,
  'answer 7 for a root object': LOST,
  'answer true for a root object': LOST,
  'leave out a root field': SILENT,
  'answer a root field of the town': MERGED,
  'answer the town’s list': MERGED,
  'answer a text for one town': OTHERS,
  'answer a list for one town': OTHERS,
  'answer a number for one town': OTHERS,
  'answer something shaped as a list for one town': SILENT,
  'rename the towns': MERGED,
  'change the towns’ keys': MERGED,
};
