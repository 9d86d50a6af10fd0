import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { configFault, configOk, configWarning, type ConfigFinding } from '@modellregion/schema';
import type { OpenWay } from '@modellregion/schema/outgoing';
import { readPublicSigningKeys } from '@modellregion/schema/release';
import type { GatewayConfig } from '../config.js';
import { readRelease } from '../release/entries.js';
import { createRegistryClient } from '../release/registry-client.js';
import type { ReleaseConfig } from '../release/release-config.js';
import { FEED_TIMES } from '../release/feed-times.js';
import { ReleaseLedger } from '../release/release-ledger.js';
import { createReleaseStore } from '../release/release-store.js';
import { keysIn, reportKey } from '../release/start-releases.js';
import type { ReadSupergraph } from '../supergraph/supergraph-feed.js';
import { attempt } from './attempt.js';

/** What a gateway would begin with, and what was found on the way there. */
export interface ReleaseFindings {
  readonly findings: readonly ConfigFinding[];
  /** Null: it would not begin. */
  readonly read: ReadSupergraph | null;
}

/** Reads keys, state folder and the registry's release as a gateway that starts does. Changes nothing. */
export async function releaseFindings(
  config: GatewayConfig,
  release: ReleaseConfig,
  open: OpenWay,
): Promise<ReleaseFindings> {
  const own = [stateFinding(release), ...reportFindings(release)];
  const pinned = attempt('release keys', () =>
    keysIn('MODELLREGION_RELEASE_KEYS', () => readPublicSigningKeys(release.keysFile)),
  );
  if ('fault' in pinned) return { findings: [...own, pinned.fault], read: null };
  const keys = configOk('release keys', pinned.value.map(({ kid }) => kid).join(', '));
  const ledger = new ReleaseLedger(release, pinned.value, config.subgraphUrls);
  const found = await findRelease(config, release, ledger, open);
  return { findings: [...own, keys, ...found.findings], read: found.read };
}

async function findRelease(
  config: GatewayConfig,
  release: ReleaseConfig,
  ledger: ReleaseLedger,
  open: OpenWay,
): Promise<ReleaseFindings> {
  const store = createReleaseStore(release.folder, release.variant);
  const kept = store.read();
  const restored = kept.kind === 'kept' ? await ledger.restore(kept.kept) : null;
  const notes =
    kept.kind === 'unreadable' || restored?.kind === 'refused'
      ? [configWarning('release', `The one kept in ${store.file} is refused; the registry's would be taken.`)]
      : [];
  const client = createRegistryClient(release.registry, release.variant, open, FEED_TIMES.deadlineMs);
  const answer = await client.latest(null, 0, new AbortController().signal);
  await client.close();
  const from = release.registry.origin;
  if (answer.kind === 'document') {
    const verification = await ledger.verify(answer.document);
    if (verification.kind === 'refused') {
      const { code, text } = verification.refusal;
      return {
        findings: [...notes, configFault('release', `That of ${from} is refused (${code}): ${text}`)],
        read: null,
      };
    }
    const { sequence, createdAt } = verification.release.manifest;
    const read = attempt('release', () => readRelease(verification.release, config.executor));
    if ('fault' in read) return { findings: [...notes, read.fault], read: null };
    const names = read.value.registry.map(({ name }) => name).join(', ');
    const text = `release ${String(sequence)} of ${createdAt} from ${from}: ${names}`;
    return { findings: [...notes, configOk('release', text)], read: read.value };
  }
  const reason = 'reason' in answer ? answer.reason : 'its answer is too large';
  const text = `${from} gives no release (${reason}): check MODELLREGION_REGISTRY_URL and the way to it.`;
  return { findings: [...notes, configFault('release', text)], read: null };
}

/** Without it a gateway serves, and cannot start while the registry is down. */
function stateFinding({ folder }: ReleaseConfig): ConfigFinding {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    accessSync(place, constants.W_OK);
    return configOk('state folder', folder);
  } catch {
    return configWarning(
      'state folder',
      `${folder} cannot be written: without it a gateway does not start while the registry is down. Set MODELLREGION_STATE.`,
    );
  }
}

function reportFindings({ reporting }: ReleaseConfig): readonly ConfigFinding[] {
  if (reporting === null) {
    const text =
      'The registry does not learn what is served and used: set MODELLREGION_GATEWAY_NAME and MODELLREGION_REPORT_KEY_FILE.';
    return [configWarning('reports', text)];
  }
  const key = attempt('reports', () => reportKey(reporting.keyFile));
  return [
    'fault' in key ? key.fault : configOk('reports', `signed as ${reporting.gateway} with ${key.value.kid}`),
  ];
}
