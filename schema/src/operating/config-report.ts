/** One thing `config check` looked at. A text never holds a secret: no password, no key, no URL with credentials. */
export interface ConfigFinding {
  /** `warning`: the part would run, but an operator should know. `fault`: it would not run, or not safely. */
  readonly level: 'ok' | 'warning' | 'fault';
  /** What was looked at, for example `database`. */
  readonly subject: string;
  /** What was found; for a fault also what to do. */
  readonly text: string;
}

export const configOk = (subject: string, text: string): ConfigFinding => ({ level: 'ok', subject, text });
export const configFault = (subject: string, text: string): ConfigFinding => ({
  level: 'fault',
  subject,
  text,
});
export const configWarning = (subject: string, text: string): ConfigFinding => ({
  level: 'warning',
  subject,
  text,
});

/** What `config check` prints for one part of the region, faults last so that they stand above the prompt. */
export function formatConfigReport(part: string, findings: readonly ConfigFinding[]): string {
  const order = { ok: 0, warning: 1, fault: 2 };
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings
    .toSorted((a, b) => order[a.level] - order[b.level])
    .map(({ level, subject, text }) => {
      const [first = '', ...more] = text.split('\n');
      const indent = ' '.repeat(width + 13);
      return `  ${level.padEnd(7)}  ${subject.padEnd(width)}  ${[first, ...more.map((it) => indent + it.trim())].join('\n')}`;
    });
  const faults = findings.filter(({ level }) => level === 'fault').length;
  const sum = faults === 0 ? 'no fault' : faults === 1 ? '1 fault' : `${String(faults)} faults`;
  return `${part}: ${sum}\n${lines.join('\n')}\n`;
}
