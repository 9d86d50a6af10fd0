/** How patient it is; tests are less. */
export interface FeedTimes {
  /** Seconds that the registry may wait for a new release: below the 30 s after which many proxies give up. */
  readonly waitSeconds: number;
  /** Milliseconds for a whole answer, besides that wait. */
  readonly deadlineMs: number;
  /** Milliseconds after a first failure; each further one doubles them. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** Milliseconds between two questions at least, for a registry that does not wait. */
  readonly pauseMs: number;
  /** Milliseconds for a first release, where none is kept. */
  readonly firstWithinMs: number;
}

export const FEED_TIMES: FeedTimes = {
  waitSeconds: 25,
  deadlineMs: 15_000,
  retryMs: 500,
  longestRetryMs: 30_000,
  pauseMs: 1_000,
  firstWithinMs: 10_000,
};
