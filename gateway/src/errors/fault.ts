/** The system's code of a caught fault (`ENOENT`, `UND_ERR_SOCKET`), or null. */
export function codeOf(fault: unknown): string | null {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : null;
  return typeof code === 'string' ? code : null;
}

/** What a caught fault says about itself, for our log or a person at the console; never for a caller. */
export function reasonOf(fault: unknown): string {
  const message = typeof fault === 'object' && fault !== null && 'message' in fault ? fault.message : fault;
  return typeof message === 'string' ? message : 'unknown fault';
}
