/** What GraphiQL needs of a storage. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  readonly length: number;
}

/**
 * The browser's storage under a prefix that depends on the offered tabs: when a subgraph joins and more portal
 * queries become possible, the reader gets the new set of tabs, which GraphiQL would never show over stored ones.
 */
export function tabStorage(offer: string): TabStorage {
  const prefix = `modellregion:${hash(offer)}:`;
  const keys = (): readonly string[] => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => {
      localStorage.setItem(prefix + key, value);
    },
    removeItem: (key) => {
      localStorage.removeItem(prefix + key);
    },
    clear: () => {
      for (const key of keys()) localStorage.removeItem(key);
    },
    get length() {
      return keys().length;
    },
  };
}

/** FNV-1a, 32 bit: only tells sets of tabs apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(36);
}
