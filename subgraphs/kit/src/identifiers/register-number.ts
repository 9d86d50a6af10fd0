import { requireIdentifier, type Identifier } from './identifier.js';

/** An entry of a register that courts keep, for example `Aachen HRA 11223` or `Paderborn HRB 1234`. */
export type RegisterNumber = Identifier<'RegisterNumber'>;

/** The parts of a register number. */
export interface RegisterNumberParts {
  /** Seat of the court (Amtsgericht). */
  readonly court: string;
  /** Merchants and partnerships, companies, co-operatives, professional partnerships, associations. */
  readonly register: 'HRA' | 'HRB' | 'GnR' | 'PR' | 'VR';
  readonly number: number;
  /** Letters that some courts add after a merger of registers: `B` in `Berlin (Charlottenburg) HRB 11223 B`. */
  readonly suffix: string | null;
}

// A seat begins with a capital letter and holds letters and what stands between them: "Bad Oeynhausen",
// "Frankfurt (Oder)", "Limburg a. d. Lahn". The form alone is checked, not whether there is such a court.
const FORM =
  /^(?=.{1,80}$)(\p{Lu}[\p{L}\p{M}]*(?:[ .()/-]{1,2}[\p{L}\p{M}]+)*[.)]?) (HRA|HRB|GnR|PR|VR) ([1-9]\d{0,6})(?: ([A-Z]{1,3}))?$/u;

/** True for the seat of a court, `HRA`, `HRB`, `GnR`, `PR` or `VR`, and a number without leading zeros. */
export function isRegisterNumber(value: string): value is RegisterNumber {
  return FORM.test(value);
}

/** The number, or null if it has not the form of {@link isRegisterNumber}. */
export function parseRegisterNumber(value: string): RegisterNumber | null {
  return isRegisterNumber(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `REGISTER_NUMBER`. */
export function requireRegisterNumber(value: string, argument: string): RegisterNumber {
  return requireIdentifier(value, isRegisterNumber, { argument, format: 'REGISTER_NUMBER' });
}

export function registerNumberParts(value: RegisterNumber): RegisterNumberParts {
  const [, court = '', register = '', number = '', suffix] = FORM.exec(value) ?? [];
  return {
    court,
    register: register as RegisterNumberParts['register'],
    number: Number(number),
    suffix: suffix ?? null,
  };
}
