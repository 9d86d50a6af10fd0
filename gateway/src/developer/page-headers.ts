/**
 * Content security policy per page: nothing is loaded from, sent to, or framed by another origin.
 * GraphiQL's editor (Monaco) writes `<style>` elements with text and knows no nonce, so styles, and only
 * styles, may stand inline there; its fonts and cursors come as data URLs in its style sheet.
 */
const POLICIES = {
  region: [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    "connect-src 'self'",
  ],
  graphiql: [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
  ],
} as const;

const EVERY_PAGE = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

/** Response headers of a developer page; pages show the state of now, so no one may keep them. */
export function pageHeaders(page: keyof typeof POLICIES): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [...POLICIES[page], ...EVERY_PAGE].join('; '),
    'cache-control': 'no-store',
    ...COMMON_HEADERS,
  };
}

/** Headers of every answer of these pages, files included. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
