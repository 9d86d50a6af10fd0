const LIST = 'http://dcat-ap.de/def/licenses/';

/**
 * The list of licences of DCAT-AP.de as far as this region's data may meet it: how the licence is written, and its
 * entry. A version that the list does not have gets the entry without one, which says the same with less detail.
 *
 * Only the whole name counts, never the address of the terms: of data under two licences the address names one.
 */
const ENTRIES: readonly (readonly [name: RegExp, entry: string])[] = [
  [/^cc[ -]by[ -]4\.0$/, 'cc-by/4.0'],
  [/^cc[ -]by[ -]sa[ -]4\.0$/, 'cc-by-sa/4.0'],
  [/^cc[ -]by[ -]3\.0[ -]de$/, 'cc-by-de/3.0'],
  [/^cc[ -]by[ -]sa[ -]3\.0[ -]de$/, 'cc-by-sa-de/3.0'],
  [/^cc[ -]by([ -]\d\.\d)?$/, 'cc-by'],
  [/^cc[ -]by[ -]sa([ -]\d\.\d)?$/, 'cc-by-sa'],
  [/^cc ?0([ -]1\.0)?$/, 'cc-zero'],
  [/^(dl-de\/by-2-0|datenlizenz deutschland( –| -)? namensnennung( –| -)?( version)? 2\.0)$/, 'dl-by-de/2.0'],
  [/^(dl-de\/zero-2-0|datenlizenz deutschland( –| -)? zero( –| -)?( version)? 2\.0)$/, 'dl-zero-de/2.0'],
  [/^odbl([ -]v?1\.0)?$/, 'odbl'],
  [/^odc[ -]by([ -]v?1\.0)?$/, 'odby'],
  [/^(odc[ -])?pddl([ -]v?1\.0)?$/, 'odcpddl'],
  [/^amtliches werk\b.*§ ?5\b.*urhg\b/, 'officialWork'],
];

/**
 * The entry of a licence in the list of DCAT-AP.de, or null: no address is made up.
 *
 * @param name as the data set has it: `CC BY 4.0`
 */
export function licenceUri(name: string): string | null {
  const written = name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const entry = ENTRIES.find(([pattern]) => pattern.test(written));
  return entry === undefined ? null : LIST + entry[1];
}
