import { parseRegisterNumber, registerNumberParts } from '@modellregion/subgraph-kit';
import type { NoticeRecipient, TradeNoticeForm } from '../generated/graphql.js';
import { FORWARDING_MATRIX, type FieldRule, type RecipientRule } from './matrix.js';

/** What the law looks at in a notice. */
export interface NoticeFacts {
  readonly form: TradeNoticeForm;
  /** Register number of the business; null when no court has registered it. */
  readonly registerNumber: string | null;
  /** Whether there are indications of undeclared work. */
  readonly suspicion: boolean;
}

/** What one recipient may be told, and by which norm. */
export interface Forwarding {
  readonly recipient: NoticeRecipient;
  readonly fieldNumbers: readonly number[];
  readonly legalBasis: string;
}

/** Who is to be told what of a notice (GewO § 14 (8), GewAnzV § 3), in the order of the law. */
export function forwardingsOf(facts: NoticeFacts): readonly Forwarding[] {
  return FORWARDING_MATRIX.recipients.flatMap((rule) => {
    const fields = rule.fields[facts.form];
    if (fields === undefined || !applies(rule, facts)) return [];
    const { recipient, legalBasis } = rule;
    return [{ recipient, fieldNumbers: numbersOf(fields, facts.form), legalBasis }];
  });
}

function applies({ onlyIf }: RecipientRule, { registerNumber, suspicion }: NoticeFacts): boolean {
  if (onlyIf === 'SUSPICION') return suspicion;
  if (onlyIf === 'REGISTERED') return isFirm(registerNumber);
  return true;
}

/** In the commercial or the co-operative register (GewO § 14 (8) no. 8); the register of associations is neither. */
function isFirm(registerNumber: string | null): boolean {
  const parsed = registerNumber === null ? null : parseRegisterNumber(registerNumber);
  return parsed !== null && ['HRA', 'HRB', 'GnR'].includes(registerNumberParts(parsed).register);
}

function numbersOf(rule: FieldRule, form: TradeNoticeForm): readonly number[] {
  if ('only' in rule) return rule.only;
  const all = Array.from({ length: FORWARDING_MATRIX.lastField[form] }, (_, i) => i + 1);
  return all.filter((number) => !rule.allExcept.includes(number));
}
