import { randomUUID } from 'node:crypto';
import { loadGrants } from '@modellregion/schema/checks';
import { signStatement, readSigningKeys, type Statement } from '@modellregion/schema/release';
import { signingKeyFiles } from '@modellregion/subgraph-kit/region';
import type { FoundingContract } from '../acts/found.js';
import { RefusedAct } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';
import { submit } from '../acts/submit.js';
import { headRelease } from '../releases/read-release.js';
import { memberOf, type DevelopmentRegion } from './development-region.js';

type Act = Pick<Statement, 'action' | 'body'>;

/**
 * Publishes what has changed in the files of this clone since the last start, each subgraph for its operator and with
 * its key, through the same checks as everybody's. What is refused is said in the log, and the release before it
 * stays.
 */
export async function bringUpToDate(running: Registry, development: DevelopmentRegion): Promise<void> {
  // The subgraphs of this clone start beside the registry and may not listen yet. They serve the very files that are
  // published here, so that asking them could only tell who was first.
  const registry: Registry = { ...running, askRunning: false };
  await warnOfAnotherSteward(registry, development);
  for (const contract of development.contracts) await admitIfNew(registry, development, contract);
  await giveGrants(registry, development);
  for (const contract of development.contracts) {
    const { sdlFile: _, ...entry } = contract.entry;
    await perform(registry, development, contract.member, {
      action: 'subgraph.publish',
      body: { name: entry.name, entry, sdl: contract.sdl },
    });
  }
  const names = new Set(development.contracts.map(({ entry }) => entry.name));
  for (const { name } of (await headRelease(registry.db))?.manifest.subgraphs ?? []) {
    if (names.has(name)) continue;
    const steward = development.region.steward.member;
    await perform(registry, development, steward, { action: 'subgraph.withdraw', body: { name } });
  }
}

/** A registry keeps who was its steward when it was founded; the file may name another since. */
async function warnOfAnotherSteward(registry: Registry, { region }: DevelopmentRegion): Promise<void> {
  const { member } = region.steward;
  if ((await registry.db.member.count({ where: { id: member } })) > 0) return;
  registry.log.warn(
    { member, reason: '"npx --no modellregion reset" founds the region anew' },
    'the steward of schema/region.yaml is no member of this registry',
  );
}

/** What owners state in the files of this clone; one that was given elsewhere stays. */
async function giveGrants(registry: Registry, development: DevelopmentRegion): Promise<void> {
  const inForce = await registry.db.grant.findMany({ where: { revokedAt: null } });
  for (const grant of loadGrants()) {
    const { owner, partner, coordinate, allows } = grant;
    const isSame = (it: (typeof inForce)[number]): boolean =>
      it.owner === owner && it.partner === partner && it.coordinate === coordinate && it.allows === allows;
    if (inForce.some(isSame)) continue;
    const member = development.contracts.find(({ entry }) => entry.name === owner)?.member;
    if (member !== undefined)
      await perform(registry, development, member, { action: 'grant.give', body: grant });
  }
}

async function admitIfNew(
  registry: Registry,
  development: DevelopmentRegion,
  { member }: FoundingContract,
): Promise<void> {
  if ((await registry.db.member.count({ where: { id: member } })) > 0) return;
  await perform(registry, development, development.region.steward.member, {
    action: 'member.admit',
    body: memberOf(development, member),
  });
}

async function perform(
  registry: Registry,
  { state, region }: DevelopmentRegion,
  member: string,
  { action, body }: Act,
): Promise<void> {
  const [key] = readSigningKeys(signingKeyFiles(state).member(member));
  const envelope = {
    region: region.name,
    member,
    id: randomUUID(),
    issuedAt: registry.clock.now().toISOString(),
    reason: 'The files of this clone have changed',
  };
  try {
    const statement = await signStatement({ ...envelope, action, body } as Statement, key);
    const outcome = await submit(registry, statement);
    if (outcome.status === 'check-refused') {
      const name = 'name' in body ? String(body.name) : '';
      registry.log.warn(
        { subgraph: name, reason: `"npx --no modellregion subgraph status ${name}" says why` },
        `${action} was refused by the checks, the release before it stays in use`,
      );
    }
  } catch (error) {
    if (!(error instanceof RefusedAct)) throw error;
    registry.log.warn(
      { code: error.code, reason: `${error.message} ${error.remedy}` },
      `${action} was refused`,
    );
  }
}
