/** Oldest Node that starts: the first 20 with `require(esm)`. */
const OLDEST = [20, 19] as const;
const RECOMMENDED = 24;

/** What there is to say about a Node version; null: nothing. Imports nothing, so that any Node can run it. */
export function nodeVersionFinding(
  version: string,
): { readonly fatal: boolean; readonly text: string } | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    const text = `Modellregion needs Node ${OLDEST.join('.')} or newer, and this is Node ${version}: install Node ${String(RECOMMENDED)}.`;
    return { fatal: true, text };
  }
  if (major < 22) {
    return {
      fatal: false,
      text: `Node ${String(major)} no longer gets security fixes; Node ${String(RECOMMENDED)} is recommended.`,
    };
  }
  return null;
}
