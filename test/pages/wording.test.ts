import { expect, test } from '@jest/globals';
import { sinceText } from '../../gateway/src/developer/wording.js';

const NOW = new Date('2026-03-29T12:00:00Z');

// Times are the region's: summer time began in the night before NOW.
test.each([
  ['2026-03-29T11:59:30Z', 'since 13:59:30 (less than a minute)'],
  ['2026-03-29T11:59:00Z', 'since 13:59:00 (1 minute)'],
  ['2026-03-29T10:30:00Z', 'since 12:30:00 (90 minutes)'],
  ['2026-03-28T12:00:00Z', 'since 28 March at 13:00 (24 hours)'],
  ['2026-03-20T12:00:00Z', 'since 20 March at 13:00 (9 days)'],
  // A clock of another machine may run ahead.
  ['2026-03-29T12:00:05Z', 'since 14:00:05 (less than a minute)'],
])('%s reads as "%s"', (since, text) => {
  expect(sinceText(since, NOW)).toBe(text);
});

test('an unknown state has no beginning', () => {
  expect(sinceText(null, NOW)).toBe('');
});
