import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate authority of a test's own; nothing trusts it unless told to. */
export interface Authority {
  /** PEM of the authority's own certificate. */
  readonly pem: string;
  /** Makes a certificate for this machine (localhost, 127.0.0.1), or for another name. */
  issue(options?: { readonly days?: number; readonly name?: string }): Issued;
}

export interface Issued {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
// ecdsa-with-SHA256, id-ecPublicKey is in the key itself.
const ECDSA_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));

/** Makes an authority; written out in DER by hand, so that no test needs a program that may not be there. */
export function createAuthority(name = 'Modellregion Test CA'): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = commonName(name);
  const pem = certificate({ issuer: subject, subject, key: own.publicKey, signer: own.privateKey, ca: true });
  return {
    pem,
    issue: ({ days = 90, name: host } = {}) => {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const body = {
        issuer: subject,
        subject: commonName(host ?? 'localhost'),
        key: leaf.publicKey,
        days,
        host,
      };
      return {
        cert: certificate({ ...body, signer: own.privateKey, ca: false }),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

/** Writes a certificate and its key (0600) and says where they are. */
export function writeIssued(
  folder: string,
  name: string,
  { cert, key }: Issued,
): { readonly certFile: string; readonly keyFile: string } {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { certFile, keyFile };
}

interface Body {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly ca: boolean;
  readonly days?: number;
  readonly host?: string | undefined;
}

/** X.509 version 3 (RFC 5280). */
function certificate({ issuer, subject, key, signer, ca, host, days = 90 }: Body): string {
  const publicKey = key.export({ type: 'spki', format: 'der' });
  const now = Date.now();
  const loopback = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  const names = sequence(
    tagged(0x82, Buffer.from(host ?? 'localhost')),
    ...(host === undefined ? [loopback] : []),
  );
  const keyId = createHash('sha256').update(publicKey).digest().subarray(0, 20);
  const extensions = [
    extension(0x13, sequence(...(ca ? [tagged(0x01, Buffer.from([0xff]))] : []))),
    extension(0x0e, tagged(0x04, keyId)),
    ...(ca ? [extension(0x0f, tagged(0x03, Buffer.from([0x01, 0x06])))] : [extension(0x11, names)]),
  ];
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    issuer,
    sequence(time(now - 2 * DAY_MS), time(now + days * DAY_MS)),
    subject,
    publicKey,
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, signer);
  const der = sequence(body, ECDSA_SHA256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const bytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from(name)))));
}

/** An extension of the arc 2.5.29. */
function extension(last: number, value: Buffer): Buffer {
  return sequence(oid([0x55, 0x1d, last]), tagged(0x04, value));
}

/** UTCTime, to the second. */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}
