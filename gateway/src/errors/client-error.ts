import { errorText, type ErrorCode, type ErrorParams } from '@modellregion/schema';

/** What else a {@link ClientError} tells. */
export interface ClientErrorDetails {
  /** Facts for `extensions`; checked or our own, never a foreign text. */
  readonly params?: ErrorParams;
  /** Response headers that go with the status, for example `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Why, for our log only. */
  readonly reason?: string;
}

/** A refusal whose text the caller may read: it says what, where and what to do. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string | null;

  /** @param message Default: the catalogue's sentence for the code. */
  constructor(status: number, code: ErrorCode, message?: string, details: ClientErrorDetails = {}) {
    super(message ?? errorText(code, details.params));
    this.status = status;
    this.code = code;
    this.params = details.params ?? {};
    this.headers = details.headers ?? {};
    this.reason = details.reason ?? null;
  }
}
