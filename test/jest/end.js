import { rmSync } from 'node:fs';

/** After the last test: nothing of the run stays. */
export default function end() {
  rmSync(globalThis.runFolder, { recursive: true, force: true });
}
