/** Where a command works. */
export interface CommandSettings {
  /** Holds `<name>.yaml`. */
  readonly registryFolder: string;
  /** What paths in the registry and generated files are relative to. */
  readonly root: string;
  /** Whether what is printed may be in colour; default no. */
  readonly isColoured?: boolean;
}

/** What a command leaves behind; the process prints it and exits. */
export interface CommandResult {
  /** 0: as it should be. 1: findings. 2: could not run. */
  readonly exitCode: 0 | 1 | 2;
  readonly out?: string;
  readonly err?: string;
}
