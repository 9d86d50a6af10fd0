/** Somebody's wish that the region ends: the first signal, and the second, which hurries. */
export interface StopRequest {
  readonly requested: Promise<void>;
  readonly isRequested: () => boolean;
  /** Calls back when a second signal came. */
  onHurry(act: () => void): void;
  dispose(): void;
}

/**
 * Listens to SIGINT (Ctrl-C), SIGTERM (a service manager), SIGHUP (the terminal was closed), and to the end of
 * whoever started us over a channel: killed by kill -9, it could not send a signal any more.
 */
export function stopOnSignals(report: (sentence: string) => void): StopRequest {
  let count = 0;
  let hurry: () => void = () => undefined;
  let request: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  const onSignal = (): void => {
    count += 1;
    if (count === 1) {
      report('Stopping … (Ctrl-C again to hurry)');
      request();
    } else {
      hurry();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  process.on('disconnect', onSignal);
  return {
    requested,
    isRequested: () => count > 0,
    onHurry: (act) => {
      hurry = act;
      if (count > 1) act();
    },
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off('disconnect', onSignal);
      // An open channel would keep this process alive when all is done.
      if (process.connected) process.disconnect();
    },
  };
}
