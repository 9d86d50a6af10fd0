/** `small`: a few hundred people, for tests. `demo`: some thousand, for a first look. `large`: 200,000, for load. */
export const SEED_PROFILES = ['small', 'demo', 'large'] as const;
export type SeedProfile = (typeof SEED_PROFILES)[number];
