export { clampFirst, MAX_PAGE_SIZE, type PageSizeRule } from './clamp-first.js';
export { connectionFrom, type Connection, type Edge, type PageInfo } from './connection.js';
export {
  decodeCursor,
  encodeCursor,
  type CursorPart,
  type CursorPartKind,
  type CursorParts,
} from './cursor.js';
export { instantOfCursor } from './instant-of-cursor.js';
export { keysetAfter, keysetAfterSql, type KeysetWhere } from './keyset.js';
