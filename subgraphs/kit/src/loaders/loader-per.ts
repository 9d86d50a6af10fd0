/** The part of a DataLoader that resolvers use. */
export interface Loader<Value> {
  load(key: string): Promise<Value>;
}

/**
 * One loader for each set of arguments of a field: the same field with other arguments in one request is
 * another batch, all else is one.
 *
 * @param make gets arguments that JSON can tell apart
 */
export function loaderPer<Arguments extends object, L>(make: (args: Arguments) => L): (args: Arguments) => L {
  const made = new Map<string, L>();
  return (args) => {
    const key = JSON.stringify(args);
    const loader = made.get(key) ?? make(args);
    made.set(key, loader);
    return loader;
  };
}
