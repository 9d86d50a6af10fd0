/** Notices that nothing was heard for some time. */
export interface Silence {
  /** Resolves with null once it has lasted. */
  readonly lasted: Promise<null>;
  /** Something was heard: the time begins anew. */
  heard(): void;
  /** Nobody listens any more; `lasted` stays open. */
  end(): void;
}

/** @param ms how long is too long */
export function silenceOf(ms: number): Silence {
  let timer: NodeJS.Timeout | undefined;
  let resolve: (value: null) => void = () => undefined;
  const lasted = new Promise<null>((done) => {
    resolve = done;
  });
  const end = (): void => {
    clearTimeout(timer);
  };
  const heard = (): void => {
    end();
    timer = setTimeout(() => {
      resolve(null);
    }, ms);
  };
  heard();
  return { lasted, heard, end };
}
