import type { ImportProgress } from './import/index.js';
import type { ProgressMessage } from './seed-progress.js';

const TELL_EVERY_MS = 1_000;
const DRAW_EVERY_MS = 80;
const BAR = 24;

/** Shows how an import gets on. */
export interface ImportShow {
  readonly progress: (progress: ImportProgress) => void;
  /** Ends the line; may be called more than once. */
  readonly end: () => void;
}

/** A bar for each file on a terminal, and a sign of life to the supervisor, if there is one. */
export function showImport(name: string, terminal: NodeJS.WriteStream = process.stderr): ImportShow {
  const [drawDue, tellDue] = [every(DRAW_EVERY_MS), every(TELL_EVERY_MS)];
  let open = false;
  const begun = new Map<string, number>();
  return {
    progress: (progress) => {
      const { file, records, over } = progress;
      const since = begun.get(file) ?? Date.now();
      begun.set(file, since);
      if (process.connected && tellDue()) {
        process.send?.({ type: 'progress', rows: records } satisfies ProgressMessage);
      }
      if (!terminal.isTTY || (!over && !drawDue())) return;
      const line = `${name}: ${barOf(progress, Date.now() - since)}`.slice(0, terminal.columns - 1);
      terminal.write(`\r\u001b[2K${line}${over ? '\n' : ''}`);
      open = !over;
    },
    end: () => {
      if (open) terminal.write('\n');
      open = false;
    },
  };
}

/** `stops.csv  [██████      ]  52 %  431,000 records  61,000/s` */
function barOf({ file, bytesRead, bytes, records, over }: ImportProgress, ms: number): string {
  const share = over || bytes === 0 ? 1 : Math.min(1, bytesRead / bytes);
  const full = Math.round(share * BAR);
  const rate = Math.round((records / Math.max(1, ms)) * 1_000);
  return (
    `${file}  [${'█'.repeat(full)}${' '.repeat(BAR - full)}] ${String(Math.round(share * 100)).padStart(3)} %  ` +
    `${records.toLocaleString('en')} records  ${rate.toLocaleString('en')}/s`
  );
}

/** True at most once in some time. */
function every(ms: number): () => boolean {
  let last = 0;
  return () => {
    const now = Date.now();
    if (now - last < ms) return false;
    last = now;
    return true;
  };
}
