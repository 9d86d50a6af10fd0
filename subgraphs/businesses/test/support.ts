import type { CallerClaims } from '@modellregion/schema';

/** An official who supervises trades. */
export const SUPERVISION: Partial<CallerClaims> = {
  kind: 'official',
  subject: 'staff-1',
  trust: 'HIGH',
  scopes: ['trade:read'],
  purpose: 'TRADE_SUPERVISION',
};

/** An official who works on applications. */
export const CLERK: Partial<CallerClaims> = {
  kind: 'official',
  subject: 'staff-2',
  trust: 'HIGH',
  scopes: ['applications:read'],
  purpose: 'APPLICATION_PROCESSING',
};

/** A resident in their own affairs. */
export const citizen = (subject: string, purpose: string | null = 'SELF_SERVICE'): Partial<CallerClaims> => ({
  kind: 'citizen',
  subject,
  trust: 'NORMAL',
  purpose,
});
