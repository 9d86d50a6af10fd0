import { readFileSync } from 'node:fs';
import type { NoticeRecipient, TradeNoticeForm } from '../generated/graphql.js';

/** Which fields of a form a recipient may be told: these only, or all of the form except these. */
export type FieldRule = { readonly only: readonly number[] } | { readonly allExcept: readonly number[] };

/** A recipient of the law. */
export interface RecipientRule {
  readonly recipient: NoticeRecipient;
  readonly legalBasis: string;
  /** A form that is not here is not told. */
  readonly fields: Readonly<Partial<Record<TradeNoticeForm, FieldRule>>>;
  /** Told only of registered firms, or only with indications of undeclared work; always if left out. */
  readonly onlyIf?: 'REGISTERED' | 'SUSPICION';
}

/** Who is told what of a trade notice: GewAnzV § 3 with GewO § 14 (8). */
export interface ForwardingMatrix {
  /** The day whose law it is. */
  readonly source: { readonly title: string; readonly citation: string; readonly status: string };
  /** Number of the last field of each form. */
  readonly lastField: Readonly<Record<TradeNoticeForm, number>>;
  /** In the order of GewO § 14 (8), the statistical office and food control last. */
  readonly recipients: readonly RecipientRule[];
}

/** The matrix of `law/forwarding-matrix.json`: law is data, to be read beside the norm by who knows no program. */
export const FORWARDING_MATRIX = JSON.parse(
  readFileSync(new URL('../../law/forwarding-matrix.json', import.meta.url), 'utf8'),
) as ForwardingMatrix;
