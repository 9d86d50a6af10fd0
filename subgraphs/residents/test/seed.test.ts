import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type Clock,
  fixedClock,
  idCardSerialCheckDigit,
  isAgs,
  isArs,
  isIdNr,
  isOpaqueId,
  parseIdCardSerial,
} from '@modellregion/subgraph-kit';
import { APPLICATION_STATES, mayFollow } from '../src/application-life-cycle.js';
import type { ApplicationState } from '../src/generated/graphql.js';
import type { applicationRow, caseFileRows, statusEventRows } from '../src/seed/application-rows.js';
import type { identityDocumentMaker } from '../src/seed/identity-documents.js';
import type { residentRow } from '../src/seed/people-rows.js';
import { seedRows } from '../src/seed/seed.js';
import { CLOCK } from './support/region.js';

/** What the rows of some tables hold. */
interface Tables {
  readonly municipality: { readonly ags: string; readonly ars: string };
  readonly resident: ReturnType<typeof residentRow>;
  readonly resident_tax_id: { readonly tax_id: string };
  readonly identity_document: ReturnType<ReturnType<typeof identityDocumentMaker>>[number];
  readonly service_application: ReturnType<typeof applicationRow>;
  readonly status_event: ReturnType<typeof statusEventRows>[number];
  readonly case_file: ReturnType<typeof caseFileRows>[number];
}

const rows = (profile: 'small' | 'demo', clock: Clock = CLOCK) => {
  const all = [...seedRows(profile, clock)];
  return <Name extends keyof Tables>(name: Name): readonly Tables[Name][] =>
    all.flatMap(([table, row]) => (table === name ? [row as unknown as Tables[Name]] : []));
};
const demo = rows('demo');

describe('the same data on the same day', () => {
  test('down to the last row', () => {
    const hash = () =>
      createHash('sha256')
        .update(JSON.stringify([...seedRows('small', CLOCK)]))
        .digest('hex');
    expect(hash()).toBe(hash());
  });

  test('people do not depend on the day', () => {
    const names = (day: string) =>
      rows(
        'small',
        fixedClock(day),
      )('resident').map((person) => [person.id, person.given_names, person.family_name, person.birth_date]);
    expect(names('2027-08-01T12:00:00Z')).toEqual(names('2026-11-23T12:00:00Z'));
  });
});

describe('calibration', () => {
  const residents = demo('resident');

  test('14 to 15 % have no German nationality', () => {
    const share =
      residents.filter(({ nationalities }) => !nationalities.includes('DE')).length / residents.length;
    expect(share).toBeGreaterThan(0.135);
    expect(share).toBeLessThan(0.155);
  });

  test('about one in 300 is blocked, and two at least in the small profile', () => {
    const blocked = (list: typeof residents) =>
      list.filter((it) => (it.blocked_until ?? '') > '2026-11-23').length;
    expect(blocked(residents)).toBe(17);
    expect(blocked(rows('small')('resident'))).toBe(2);
  });
});

describe('identifiers', () => {
  test('keys of the 70 municipalities', () => {
    const towns = demo('municipality');
    expect(towns).toHaveLength(70);
    expect(towns.every(({ ags, ars }) => isAgs(ags) && isArs(ars))).toBe(true);
  });

  test('every tax number is valid and nobody shares one', () => {
    const ids = demo('resident_tax_id').map(({ tax_id }) => tax_id);
    expect(ids.filter((id) => !isIdNr(id))).toEqual([]);
    expect(new Set(ids).size).toBe(5_000);
  });

  test('every serial number has its check digit', () => {
    const wrong = demo('identity_document').filter(({ serial_number, serial_check_digit }) => {
      const serial = parseIdCardSerial(serial_number);
      return serial === null || idCardSerialCheckDigit(serial) !== serial_check_digit;
    });
    expect(wrong).toEqual([]);
  });

  test('ids of people say nothing', () => {
    expect(demo('resident').every(({ id }) => isOpaqueId(id, 'resident'))).toBe(true);
  });
});

describe('applications', () => {
  const applications = demo('service_application');

  test('stand in every state, also in the small profile', () => {
    for (const list of [applications, rows('small')('service_application')]) {
      expect(new Set(list.map(({ state }) => state))).toEqual(new Set(APPLICATION_STATES));
    }
  });

  test('came there step by step: no state is jumped over, no step goes back in time', () => {
    const last = new Map<string, { state: ApplicationState; at: Date }>();
    const faults: string[] = [];
    for (const { application_id, state, at } of demo('status_event')) {
      const before = last.get(application_id);
      const fine =
        before === undefined ? state === 'DRAFT' : mayFollow(before.state, state) && before.at < at;
      if (!fine) faults.push(`${application_id}: ${before?.state} → ${state}`);
      last.set(application_id, { state, at });
    }
    expect(faults).toEqual([]);
    expect(applications.filter(({ id, state }) => last.get(id)?.state !== state)).toEqual([]);
  });

  test('who has a document made appeared in person before (PAuswG § 9 (1))', () => {
    const passed = new Map<string, string[]>();
    for (const { application_id, state } of demo('status_event')) {
      passed.set(application_id, [...(passed.get(application_id) ?? []), state]);
    }
    const made = [...passed.values()].filter((states) => states.includes('IN_PRODUCTION'));
    expect(made.length).toBeGreaterThan(50);
    expect(made.every((states) => states.includes('AWAITING_APPOINTMENT'))).toBe(true);
  });

  test.each(['small', 'demo'] as const)(
    'who an application belongs to lives, and what was received has a file (%s)',
    (profile) => {
      const of = rows(profile);
      const alive = new Set(
        of('resident').flatMap(({ id, deceased_on }) => (deceased_on === null ? [id] : [])),
      );
      const files = new Set(of('case_file').map(({ application_id }) => application_id));
      const received = of('status_event').flatMap(({ application_id, state }) =>
        state === 'RECEIVED' ? [application_id] : [],
      );
      expect(of('service_application').filter(({ applicant_id }) => !alive.has(applicant_id))).toEqual([]);
      expect(files).toEqual(new Set(received));
    },
  );

  test('nothing has happened after the morning of the seed', () => {
    for (const { at } of demo('status_event')) expect(at.getTime()).toBeLessThan(CLOCK.now().getTime());
  });
});
