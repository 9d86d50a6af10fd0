/** Remembers which synthetic data a database holds; made by the first seed, so a real one has none. */
export const SEED_TABLE = '_modellregion_seed';

export const CREATE_SEED_TABLE = `CREATE TABLE IF NOT EXISTS ${SEED_TABLE} (profile text NOT NULL, seeded_at timestamptz NOT NULL DEFAULT now())`;
