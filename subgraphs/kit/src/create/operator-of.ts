import { districts, municipalities } from '../synthetic/index.js';

/** Who operates a subgraph, as its registry file states it. */
export interface OperatorOfKey {
  readonly name: string;
  readonly key: string;
  readonly kind: 'ags' | 'districtKey';
}

/**
 * The municipality or district that a key means: "Stadt Gütersloh" for 05754008, "Kreis Paderborn" for 05774.
 *
 * @param key 8 digits of a municipality (AGS) or 5 of a district
 * @param name what people call it; undefined for those of Ostwestfalen-Lippe, which are known here
 * @throws UsageError of which key is none, or whose name is not known
 */
export function operatorOf(key: string, name: string | undefined): OperatorOfKey {
  const kind = kindOf(key);
  if (kind === null) {
    throw new UsageError(
      `--operator must be the key of a municipality (AGS, 8 digits) or of a district (5 digits), beginning with the ` +
        `state 01 to 16, and is "${key}".`,
    );
  }
  const known = name ?? nameOf(key);
  if (known !== null) return { name: known, key, kind };
  throw new UsageError(
    `Who ${key} is, is not known here: say it with --operator-name, for example --operator-name "Stadt Soest".`,
  );
}

/** The call itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function kindOf(key: string): OperatorOfKey['kind'] | null {
  if (/^(0[1-9]|1[0-6])\d{6}$/.test(key)) return 'ags';
  return /^(0[1-9]|1[0-6])\d{3}$/.test(key) ? 'districtKey' : null;
}

function nameOf(key: string): string | null {
  const town = municipalities().find(({ ags }) => ags === key);
  if (town !== undefined) {
    return `${town.kind === 'DISTRICT_MUNICIPALITY' ? 'Gemeinde' : 'Stadt'} ${town.name}`;
  }
  return districts().find((district) => district.key === key)?.name ?? null;
}
