export {
  addressIdParts,
  isAddressId,
  parseAddressId,
  requireAddressId,
  type AddressId,
  type AddressIdParts,
} from './address-id.js';
export { districtOf, isAgs, parseAgs, requireAgs, type Ags } from './ags.js';
export { agsOf, isArs, parseArs, requireArs, type Ars } from './ars.js';
export { isDhid, parseDhid, requireDhid, type Dhid } from './dhid.js';
export { isDistrictKey, parseDistrictKey, requireDistrictKey, type DistrictKey } from './district-key.js';
export { isEvseId, parseEvseId, requireEvseId, type EvseId } from './evse-id.js';
export {
  idCardSerialCheckDigit,
  isIdCardSerial,
  isIdCardSerialWithCheckDigit,
  parseIdCardSerial,
  requireIdCardSerial,
  type IdCardSerial,
} from './id-card-serial.js';
export { idNrCheckDigit, isIdNr, parseIdNr, requireIdNr, type IdNr } from './id-nr.js';
export type { Identifier } from './identifier.js';
export {
  isLeikaKey,
  isLeikaPrefix,
  parseLeikaKey,
  parseLeikaPrefix,
  requireLeikaKey,
  requireLeikaPrefix,
  type LeikaKey,
  type LeikaPrefix,
} from './leika-key.js';
export { machineReadableCheckDigit } from './machine-readable-check-digit.js';
export { isMaloId, maloIdCheckDigit, parseMaloId, requireMaloId, type MaloId } from './malo-id.js';
export { isMastrNumber, parseMastrNumber, requireMastrNumber, type MastrNumber } from './mastr-number.js';
export { isMeloId, parseMeloId, requireMeloId, type MeloId } from './melo-id.js';
export { isOpaqueId, parseOpaqueId, requireOpaqueId, type OpaqueId } from './opaque-id.js';
export { isPostalCode, parsePostalCode, requirePostalCode, type PostalCode } from './postal-code.js';
export {
  isRegisterNumber,
  parseRegisterNumber,
  registerNumberParts,
  requireRegisterNumber,
  type RegisterNumber,
  type RegisterNumberParts,
} from './register-number.js';
export { isStopId, parseStopId, requireStopId, stopIdKind, type StopId, type StopIdKind } from './stop-id.js';
export { isVatId, parseVatId, requireVatId, vatIdCheckDigit, type VatId } from './vat-id.js';
export {
  isWzCode,
  parseWzCode,
  requireWzCode,
  wzCodeLevel,
  wzCodeParent,
  wzCodeRange,
  wzCodeSection,
  type WzCode,
  type WzCodeRange,
} from './wz-code.js';
