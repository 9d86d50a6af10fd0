/** One thing that is wrong in the registry. */
export interface RegistryFault {
  /** Path of the file, relative to the repository root where it lies inside. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted path of the field, such as `operator.ags`; empty for the file as a whole. */
  readonly field: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** The registry cannot be used. `faults` has all of them, so that one run shows all there is to mend. */
export class RegistryError extends Error {
  readonly faults: readonly RegistryFault[];

  constructor(faults: readonly RegistryFault[]) {
    super(
      `The registry has ${String(faults.length)} ${faults.length === 1 ? 'fault' : 'faults'}:\n` +
        faults.map((fault) => `  ${describeFault(fault)}`).join('\n'),
    );
    this.name = 'RegistryError';
    this.faults = faults;
  }
}

function describeFault(fault: RegistryFault): string {
  const field = fault.field === '' ? '' : `${fault.field}: `;
  return `${fault.file}:${String(fault.line)}:${String(fault.column)} ${field}${fault.message}`;
}
