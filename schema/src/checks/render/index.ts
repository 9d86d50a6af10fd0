export { renderJson } from './json.js';
export { renderMarkdown } from './markdown.js';
export {
  outcomeOfAll,
  outcomeOfPublication,
  type CheckOutcome,
  type ShownFinding,
  type ShownNote,
} from './outcome.js';
export { printable } from './printable.js';
export { renderSarif } from './sarif.js';
export { renderTerminal, showsColour } from './terminal.js';
