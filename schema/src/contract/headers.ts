/**
 * Header names of the contract between portal, gateway and subgraph, in lower case as Node reports them.
 * Written `Modellregion-Purpose` and so on in documentation.
 */
export const HEADERS = {
  /** Portal → gateway: the purpose personal data is read for (Zweckbindung), one of the token's purposes. */
  purpose: 'modellregion-purpose',
  /** Portal → gateway: reference of the case the data is read for (GewO § 14(11) no. 3). */
  caseReference: 'modellregion-case-reference',
  /** Portal → gateway: `plan` asks how the answer came about; looked at only for who may know. */
  explain: 'modellregion-explain',
  /** Gateway → subgraph: who is calling, see {@link encodeCaller}. */
  caller: 'modellregion-caller',
  /** Both ways: names one request in every log it touches. */
  requestId: 'x-request-id',
  /** W3C Trace Context. */
  traceparent: 'traceparent',
  /** RFC 9530. */
  contentDigest: 'content-digest',
  /** RFC 9421. */
  signatureInput: 'signature-input',
  /** RFC 9421. */
  signature: 'signature',
} as const;
