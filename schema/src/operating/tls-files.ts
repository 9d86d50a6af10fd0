import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { configFault, configOk, configWarning, type ConfigFinding } from './config-report.js';
import { fileFault } from './private-file.js';

/** Where the certificate of a listener lies, and the key to it. */
export interface TlsFiles {
  /** PEM: the certificate, then those that lead to the authority. */
  readonly certFile: string;
  /** PEM, readable by this process alone. */
  readonly keyFile: string;
}

/** What a listener needs to speak TLS. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
}

/** A listener's certificate or an authority's cannot be used; the text says which file and what to do. */
export class TlsFileError extends Error {
  override readonly name = 'TlsFileError';
}

/** Names of the settings, the same in the gateway and in every subgraph. */
export const TLS_SETTINGS = ['MODELLREGION_TLS_CERT_FILE', 'MODELLREGION_TLS_KEY_FILE'] as const;

/**
 * Both settings or none.
 *
 * @returns null without TLS; a fault where one of the two is missing
 */
export function tlsFilesOf(
  certFile: string | undefined,
  keyFile: string | undefined,
): TlsFiles | null | { readonly fault: string } {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  const [cert, key] = TLS_SETTINGS;
  return { fault: `${certFile === undefined ? cert : key} is not set: TLS needs both ${cert} and ${key}.` };
}

/**
 * Reads certificate and key and sees that they belong together.
 *
 * @throws TlsFileError
 */
export function readTlsFiles({ certFile, keyFile }: TlsFiles): TlsMaterial {
  const cert = read(certFile);
  const key = read(keyFile);
  const leaf = certificatesOf(cert, certFile)[0];
  let own;
  try {
    own = createPrivateKey(key);
  } catch {
    throw new TlsFileError(`${keyFile} holds no private key in PEM form without a passphrase.`);
  }
  if (leaf?.checkPrivateKey(own) !== true) {
    throw new TlsFileError(
      `${keyFile} is not the key of the certificate in ${certFile}: name the matching file.`,
    );
  }
  return { cert, key, minVersion: 'TLSv1.2' };
}

/**
 * Reads a bundle of authorities.
 *
 * @returns its text, in PEM
 * @throws TlsFileError
 */
export function readAuthorities(file: string): string {
  const text = read(file);
  certificatesOf(text, file);
  return text;
}

/** What `config check` says about a listener's certificate. */
export function tlsFindings(files: TlsFiles, now = new Date()): readonly ConfigFinding[] {
  const wrong = [fileFault(files.certFile, 'public'), fileFault(files.keyFile, 'secret')].flatMap((text) =>
    text === null ? [] : [configFault('TLS', text)],
  );
  if (wrong.length > 0) return wrong;
  try {
    readTlsFiles(files);
    return [ageFinding('TLS', files.certFile, now, 'first')];
  } catch (error) {
    return [configFault('TLS', error instanceof Error ? error.message : String(error))];
  }
}

/** What `config check` says about a bundle of authorities. */
export function authorityFindings(subject: string, file: string, now = new Date()): readonly ConfigFinding[] {
  try {
    readAuthorities(file);
    // An old authority may stand beside its successor while certificates are changed over.
    return [ageFinding(subject, file, now, 'last')];
  } catch (error) {
    return [configFault(subject, error instanceof Error ? error.message : String(error))];
  }
}

const DAY_MS = 86_400_000;
/** Time enough to order a new one. */
const WARN_DAYS = 30;

/** @param which end counts: of the first certificate that ends, or of the last */
function ageFinding(subject: string, file: string, now: Date, which: 'first' | 'last'): ConfigFinding {
  const ends = certificatesOf(read(file), file)
    .map((it) => new Date(it.validTo))
    .reduce((a, b) => (a < b === (which === 'first') ? a : b));
  const day = ends.toISOString().slice(0, 10);
  const left = (ends.getTime() - now.getTime()) / DAY_MS;
  if (left <= 0) return configFault(subject, `A certificate in ${file} ended on ${day}: replace it.`);
  if (left < WARN_DAYS)
    return configWarning(subject, `A certificate in ${file} ends on ${day}: renew it now.`);
  return configOk(subject, `${file}, until ${day}`);
}

function certificatesOf(pem: string, file: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Reported below.
  }
  throw new TlsFileError(
    `${file} holds no certificate in PEM form: name a file with "BEGIN CERTIFICATE" in it.`,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
    throw new TlsFileError(`${file} cannot be read${code}: create it, or correct the path.`);
  }
}
