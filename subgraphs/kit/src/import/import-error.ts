/** A whole file cannot be imported; the text tells its owner what is wrong and what to do. Nothing of it was taken over. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';
}
