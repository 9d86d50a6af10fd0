import { setTimeout as wait } from 'node:timers/promises';
import {
  signReport,
  type PrivateSigningKey,
  type ServingReport,
  type VerifiedRelease,
} from '@modellregion/schema/release';
import type { Logger } from '../telemetry/logger.js';
import type { RegistryClient } from './registry-client.js';

/** Tells the registry which release this gateway serves. */
export interface ServingReports {
  readonly serves: (release: VerifiedRelease) => void;
  /** Says it once more at once. */
  readonly again: () => void;
  readonly stop: () => Promise<void>;
}

/** Milliseconds: said again so often, so that the registry knows who is still there. */
const AGAIN_MS = 5 * 60_000;
/** Milliseconds after a report that did not arrive. */
const RETRY_MS = 10_000;

interface Parts {
  readonly client: RegistryClient;
  readonly region: string;
  readonly gateway: string;
  readonly key: PrivateSigningKey;
  readonly log: Logger;
}

export function createServingReports({ client, region, gateway, key, log }: Parts): ServingReports {
  const stopping = new AbortController();
  let report: ServingReport | null = null;
  let changed = new AbortController();
  let telling: Promise<void> | null = null;
  const isStopping = (): boolean => stopping.signal.aborted;
  const tell = async (): Promise<void> => {
    const { signal } = stopping;
    let told = true;
    while (!isStopping() && report !== null) {
      changed = new AbortController();
      const answer = await client.report('serving', await signReport('serving', report, key), signal);
      if (isStopping()) return;
      if (answer !== 'taken' && told) log.warn({ answer }, 'registry does not take what this gateway serves');
      told = answer === 'taken';
      const woken = AbortSignal.any([signal, changed.signal]);
      const pauseMs = told ? AGAIN_MS : RETRY_MS;
      await wait(pauseMs, undefined, { signal: woken, ref: false }).catch(() => undefined);
    }
  };
  return {
    serves: ({ hash, manifest: { sequence } }) => {
      report = { region, gateway, release: hash, sequence, since: new Date().toISOString() };
      changed.abort();
      telling ??= tell();
    },
    again: () => {
      changed.abort();
    },
    stop: async () => {
      stopping.abort();
      await telling;
    },
  };
}
