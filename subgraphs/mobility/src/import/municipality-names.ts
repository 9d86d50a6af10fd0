import type { Client } from 'pg';

/** A municipality as its publisher writes it. */
export interface NamedMunicipality {
  readonly ags: string;
  readonly name: string;
}

/** The municipalities whose areas were imported. */
export async function namedMunicipalities(client: Client): Promise<readonly NamedMunicipality[]> {
  const { rows } = await client.query<NamedMunicipality>(
    'SELECT ags, name FROM municipality_area WHERE withdrawn_on IS NULL ORDER BY ags',
  );
  return rows;
}
