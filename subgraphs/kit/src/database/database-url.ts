import { isIP } from 'node:net';

/** How a connection URL speaks of TLS. `verified`: the server must prove who it is. */
export type DatabaseTls = 'verified' | 'unverified' | 'off';

/** pg takes all of these for `verify-full`: it never accepts a server that it cannot verify for less than that. */
const VERIFIED = ['prefer', 'require', 'verify-ca', 'verify-full'];

/** What a connection URL says about TLS; without a word about it there is none. */
export function databaseTls(url: string): DatabaseTls {
  const { searchParams } = new URL(url);
  const mode = searchParams.get('sslmode');
  if (mode === 'disable') return 'off';
  if (mode === 'no-verify' || searchParams.has('uselibpqcompat')) return 'unverified';
  const asked = ['ssl', 'sslcert', 'sslrootcert'].some((name) => searchParams.has(name));
  return asked || (mode !== null && VERIFIED.includes(mode)) ? 'verified' : 'off';
}

/**
 * The URL with TLS and this bundle of authorities, which the server's certificate must lead to; the name in it
 * must be the URL's host. There is no way back to an open connection.
 *
 * @returns the URL, or what contradicts in it
 */
export function withAuthority(
  url: string,
  caFile: string,
): { readonly url: string } | { readonly fault: string } {
  const parsed = new URL(url);
  const mode = parsed.searchParams.get('sslmode');
  if (mode !== null && !VERIFIED.includes(mode)) {
    return {
      fault: `DATABASE_URL says sslmode=${mode}, but MODELLREGION_DATABASE_CA_FILE asks for TLS: remove one`,
    };
  }
  if (isAddress(url)) {
    return {
      fault: 'DATABASE_URL names an address, but with TLS the server proves its name: write its host name',
    };
  }
  const other = parsed.searchParams.get('sslrootcert');
  if (other !== null && other !== caFile) {
    return { fault: 'DATABASE_URL has an sslrootcert besides MODELLREGION_DATABASE_CA_FILE: remove one' };
  }
  parsed.searchParams.set('sslmode', 'verify-full');
  parsed.searchParams.set('sslrootcert', caFile);
  return { url: parsed.toString() };
}

/**
 * Whether a URL names a host by its address. The driver compares an address with no certificate (it would take one
 * for "localhost" instead), so TLS proves nothing then.
 */
export function isAddress(url: string): boolean {
  return isIP(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** Host, port and database of a URL, for people: without role and password. */
export function describeDatabase(url: string): string {
  const { host, pathname } = new URL(url);
  return `${decodeURIComponent(pathname.slice(1))} on ${host}`;
}

/** Whether a URL leads to this machine, where TLS would protect nothing. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|)$/.test(hostname);
}
