// The subgraphs of the bench and their supergraph.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {number} delayMs how far away the subgraphs are
 * @param {'shop' | 'towns'} world whose data they have
 */
export async function startSubgraphs(folder, delayMs = 0, world = 'shop') {
  const { supergraphAt } = await import(`./${world}.mjs`);
  const child = fork(fileURLToPath(new URL('subgraphs.mjs', import.meta.url)), [String(delayMs), world]);
  const [{ ports }] = await once(child, 'message');
  const urlOf = (name) => `http://127.0.0.1:${ports[name]}/graphql`;
  const supergraphSdl = supergraphAt(urlOf);
  const supergraph = join(folder, `${world}-${delayMs}.graphql`);
  writeFileSync(supergraph, supergraphSdl);
  return {
    supergraph,
    supergraphSdl,
    /** Requests that `act` causes, by stage: a request belongs after those that were answered before it came. */
    record: async (act) => {
      child.send({ type: 'record' });
      await act();
      child.send({ type: 'recorded' });
      const [{ calls }] = await once(child, 'message');
      const stages = [];
      for (const call of calls) {
        const before = calls.filter((it) => it.ended < call.began && it.stage !== undefined);
        call.stage = before.reduce((latest, it) => Math.max(latest, it.stage + 1), 0);
        (stages[call.stage] ??= []).push({ url: urlOf(call.name), body: call.body });
      }
      return stages;
    },
    /** @param {'away' | 'back'} type */
    behave: (name, type) => child.send({ type, name }),
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
