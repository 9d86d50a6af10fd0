import { addDays, foldText, instantOf, localDateOf, type SeedRow } from '@modellregion/subgraph-kit';
import { forwardingsOf } from '../forwarding/forwardings.js';
import type { SeedBusiness } from './businesses.js';
import type { SeedNotice } from './notices.js';
import { SOURCE } from '../sources.js';

/** A row of the table business. */
export function businessRow(business: SeedBusiness): SeedRow {
  const { id, name, trade } = business;
  return {
    id,
    name,
    activity: trade.activity,
    search_text: ` ${foldText(`${name} ${trade.activity}`)}`,
    legal_form: business.legalForm,
    register_number: business.registerNumber,
    vat_id: business.vatId,
    status: business.status,
    founded_on: business.foundedOn,
    ceased_on: business.ceasedOn,
    employees: business.employees,
    source_id: SOURCE.businesses,
  };
}

/** Rows of the table business_wz_code. */
export function wzRows({ id, trade }: SeedBusiness): readonly SeedRow[] {
  return trade.wzCodes.map((code, position) => ({ business_id: id, position, code }));
}

/** Rows of the table premises. */
export function premisesRows({ id, premises }: SeedBusiness): readonly SeedRow[] {
  return premises.map(({ kind, ags, addressId }, position) => ({
    business_id: id,
    position,
    kind,
    ags,
    address_id: addressId,
  }));
}

/** Rows of the table proprietor. */
export function proprietorRows({ id, proprietors }: SeedBusiness): readonly SeedRow[] {
  return proprietors.map((person) => ({ business_id: id, resident_id: person.id }));
}

/** A row of the table trade_notice. */
export function noticeRow({ id, business, ags, form, effectiveOn, steps, ...rest }: SeedNotice): SeedRow {
  const at = (state: string): Date | null => steps.find((step) => step.state === state)?.at ?? null;
  return {
    id,
    business_id: business.id,
    ags,
    form,
    effective_on: effectiveOn,
    filed_at: at('FILED'),
    receipt_issued_at: at('RECEIPT_ISSUED'),
    state: steps.at(-1)?.state ?? 'FILED',
    suspicion: rest.suspicion,
    application_id: rest.applicationId,
    source_id: SOURCE.businesses,
  };
}

/** Rows of the table notice_forwarding: what the check found to be told, from then on; sent after the receipt. */
export function forwardingRows({ id, business, form, suspicion, steps }: SeedNotice): readonly SeedRow[] {
  const states = steps.map(({ state }) => state);
  if (!states.includes('CHECKED') || states.includes('REJECTED')) return [];
  const sent = steps.find(({ state }) => state === 'FORWARDED')?.at ?? null;
  const acknowledged =
    sent !== null && states.includes('CLOSED') ? instantOf(addDays(localDateOf(sent), 1), 9 * 60) : null;
  const told = forwardingsOf({ form, suspicion, registerNumber: business.registerNumber });
  return told.map(({ recipient, fieldNumbers, legalBasis }, position) => ({
    notice_id: id,
    position,
    recipient,
    field_numbers: fieldNumbers.map(String),
    legal_basis: legalBasis,
    sent_at: sent,
    acknowledged_at: acknowledged,
  }));
}
