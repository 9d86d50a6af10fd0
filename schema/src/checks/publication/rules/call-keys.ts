import type { PublicationRule } from '../publication-rule.js';

/** In production a subgraph states the public call keys with which it is asked. */
export const callKeys: PublicationRule = {
  name: 'call-keys',
  code: 'CALL_KEYS',
  why: 'What cannot be signed must be answered unsigned, to everybody, or is not answered at all.',
  needs: 'text',
  check: ({ input }) => {
    const { keys, name } = input.candidate.entry;
    // On a developer's machine keys stand in its key directory, and a subgraph may be asked without signatures.
    if (keys.length > 0 || input.profile !== 'production') return {};
    const problem = `${name} states no public call key, so neither gateways nor the registry can sign what they ask it.`;
    const fix = `Make one with "modellregion call-key ${name} --file FILE", and name what that prints with --call-keys.`;
    return { problems: [{ code: 'CALL_KEYS_MISSING', problem, fix }] };
  },
};
