/**
 * What is wrong with a certificate: Node's codes are as many as the ways to be wrong; what to look at is one of three
 * things.
 *
 * @returns null when the fault is none of a certificate
 */
export function certificateFault(code: string): string | null {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `its certificate is for another host: ${code}`;
  if (/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) return `its certificate is not valid now: ${code}`;
  if (/^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT)/.test(code)) {
    return `its certificate leads to no authority that is known here, see MODELLREGION_CA_FILE: ${code}`;
  }
  return null;
}
