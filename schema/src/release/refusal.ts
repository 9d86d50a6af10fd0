/** Why a release is not taken. */
export type ReleaseRefusalCode =
  | 'TOO_LARGE'
  | 'NOT_A_RELEASE'
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  | 'WRONG_REGION'
  | 'OLDER_THAN_PINNED'
  | 'HASH_MISMATCH'
  | 'URL_NOT_ALLOWED';

/** Why a statement or a report is not taken; what to do about it says the registry, which alone takes them. */
export type SignedRefusalCode =
  'TOO_LARGE' | 'MALFORMED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' | 'WRONG_REGION' | 'STALE';

/** One code and one sentence, for logs and terminals; of a release with what to do. */
export interface Refusal<Code extends string> {
  readonly code: Code;
  readonly text: string;
}

export type Verdict<T, Code extends string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal<Code> };

export const refused = <Code extends string>(code: Code, text: string): Verdict<never, Code> => ({
  ok: false,
  refusal: { code, text },
});
