import { EventEmitter, once } from 'node:events';
import { FULL_VARIANT, supergraphHashOf } from '@modellregion/schema/release';
import { RefusedAct } from '../acts/refusals.js';
import type { Db } from '../store/database.js';
import { headRelease, releaseAt, type ReadRelease } from './read-release.js';

/** A release as gateways fetch it. */
export interface Delivery {
  readonly sequence: number;
  readonly hash: string;
  /** The release document as JSON. */
  readonly body: string;
}

/** Hands releases out, and lets gateways wait for the next one. */
export interface Deliveries {
  /** @throws RefusedAct NO_RELEASE, UNKNOWN_VARIANT; Error of a database that does not answer and never did */
  latest(variant: string): Promise<Delivery>;
  /** @throws RefusedAct UNKNOWN_RELEASE, UNKNOWN_VARIANT */
  at(sequence: number, variant: string): Promise<Delivery>;
  /** How often there was news; whoever waits for more says how much it knew of. */
  heard(): number;
  /** Resolves when there is more news than that, the time is over or the signal comes. */
  next(heard: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Wakes everybody who waits. */
  announce(): void;
}

/** Gateways of a region are a few; whoever opens more connections than this does not get to wait. */
const MOST_WAITING = 1_000;

export function deliveries(db: Db): Deliveries {
  const news = new EventEmitter().setMaxListeners(0);
  const kept = new Map<string, Delivery>();
  let announced = 0;

  const deliver = async (release: ReadRelease, variant: string): Promise<Delivery> => {
    const { sequence, hash, manifest } = release.row;
    const sha256 = supergraphHashOf(release.manifest, variant);
    if (sha256 === null) {
      const names = [FULL_VARIANT, ...release.manifest.variants.map(({ name }) => name)].join(', ');
      throw new RefusedAct(
        'UNKNOWN_VARIANT',
        `Release ${String(sequence)} has no such variant; it has ${names}.`,
      );
    }
    const { sdl } = await db.supergraph.findUniqueOrThrow({ where: { sha256 } });
    return { sequence, hash, body: JSON.stringify({ manifest, supergraph: sdl }) };
  };

  return {
    latest: async (variant) => {
      const before = kept.get(variant);
      let head: { readonly hash: string } | null;
      try {
        head = await db.release.findFirst({ orderBy: { sequence: 'desc' }, select: { hash: true } });
      } catch (error) {
        // What was released stays released while the database is away.
        if (before !== undefined) return before;
        throw error;
      }
      if (before !== undefined && before.hash === head?.hash) return before;
      const release = await headRelease(db);
      if (release === null) throw new RefusedAct('NO_RELEASE', 'There is no release yet.');
      const delivery = await deliver(release, variant);
      kept.set(variant, delivery);
      return delivery;
    },
    at: async (sequence, variant) => {
      const release = await releaseAt(db, sequence);
      if (release === null)
        throw new RefusedAct('UNKNOWN_RELEASE', `There is no release ${String(sequence)}.`);
      return deliver(release, variant);
    },
    heard: () => announced,
    next: async (heard, ms, signal) => {
      // A release that came while the one before was read.
      if (heard !== announced) return;
      if (news.listenerCount('release') >= MOST_WAITING) return;
      const over = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
      await once(news, 'release', { signal: over }).catch(() => undefined);
    },
    announce: () => {
      announced += 1;
      news.emit('release');
    },
  };
}
