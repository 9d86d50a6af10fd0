import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Follows a growing log file; a process writes its file itself, so that its log outlives the supervisor. */
export interface LogTail {
  /** Reads what is there now; call once more after the writer has ended. */
  poll(): void;
  stop(): void;
  /** The last lines seen, newest last. */
  recent(): readonly string[];
}

const INTERVAL_MS = 250;
const CHUNK = 64 * 1024;
const REMEMBERED_LINES = 40;

/** Calls `onLine` for every line that is added to a file from now on. */
export function followLog(file: string, onLine: (line: string) => void): LogTail {
  const handle = openSync(file, 'r');
  let position = fstatSync(handle).size;
  let rest = '';
  let open = true;
  const recent: string[] = [];
  const buffer = Buffer.alloc(CHUNK);
  const decoder = new TextDecoder();

  const poll = (): void => {
    while (open) {
      const bytes = readSync(handle, buffer, 0, CHUNK, position);
      if (bytes === 0) return;
      position += bytes;
      const lines = (rest + decoder.decode(buffer.subarray(0, bytes), { stream: true })).split('\n');
      // A line without end may be a flood; it is not worth more memory than this.
      rest = (lines.pop() ?? '').slice(0, CHUNK);
      for (const line of lines) {
        recent.push(line);
        if (recent.length > REMEMBERED_LINES) recent.shift();
        onLine(line);
      }
    }
  };
  const timer = setInterval(poll, INTERVAL_MS);
  timer.unref();
  return {
    poll,
    recent: () => recent,
    stop: () => {
      if (!open) return;
      clearInterval(timer);
      poll();
      open = false;
      closeSync(handle);
    },
  };
}
