import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';

/**
 * One line a municipality: AGS, official name, T town / M municipality, main postal code, latitude and
 * longitude of the centre rounded to 0.01° (about 1 km), population as a round estimate.
 *
 * Names and keys: annex to § 1 MietNEinV (BGBl. I 2021, 3739), an official work. Centres, postal codes
 * and estimates are general knowledge, good enough for synthetic data and for nothing else.
 */
const OSTWESTFALEN_LIPPE = `
05711000|Bielefeld|T|33602|52.02|8.53|333800
05754004|Borgholzhausen|T|33829|52.10|8.30|8700
05754008|Gütersloh|T|33330|51.91|8.38|100000
05754012|Halle (Westf.)|T|33790|52.06|8.36|21500
05754016|Harsewinkel|T|33428|51.96|8.23|25000
05754020|Herzebrock-Clarholz|M|33442|51.88|8.24|16000
05754024|Langenberg|M|33449|51.77|8.32|8400
05754028|Rheda-Wiedenbrück|T|33378|51.84|8.30|48500
05754032|Rietberg|T|33397|51.81|8.43|29500
05754036|Schloß Holte-Stukenbrock|T|33758|51.89|8.62|26500
05754040|Steinhagen|M|33803|52.00|8.41|20500
05754044|Verl|T|33415|51.88|8.51|25500
05754048|Versmold|T|33775|52.04|8.15|21500
05754052|Werther (Westf.)|T|33824|52.08|8.41|11300
05758004|Bünde|T|32257|52.20|8.58|45500
05758008|Enger|T|32130|52.14|8.56|20500
05758012|Herford|T|32052|52.11|8.67|66700
05758016|Hiddenhausen|M|32120|52.16|8.62|19700
05758020|Kirchlengern|M|32278|52.20|8.64|16200
05758024|Löhne|T|32584|52.19|8.69|39700
05758028|Rödinghausen|M|32289|52.25|8.48|9800
05758032|Spenge|T|32139|52.14|8.48|14600
05758036|Vlotho|T|32602|52.17|8.86|18500
05762004|Bad Driburg|T|33014|51.73|9.02|19000
05762008|Beverungen|T|37688|51.67|9.37|13200
05762012|Borgentreich|T|34434|51.57|9.24|8600
05762016|Brakel|T|33034|51.72|9.18|16200
05762020|Höxter|T|37671|51.77|9.38|28900
05762024|Marienmünster|T|37696|51.83|9.21|5000
05762028|Nieheim|T|33039|51.80|9.11|6200
05762032|Steinheim|T|32839|51.87|9.09|12700
05762036|Warburg|T|34414|51.49|9.15|23000
05762040|Willebadessen|T|34439|51.63|9.03|8200
05766004|Augustdorf|M|32832|51.91|8.73|9900
05766008|Bad Salzuflen|T|32105|52.09|8.75|54100
05766012|Barntrup|T|32683|51.99|9.12|8500
05766016|Blomberg|T|32825|51.94|9.09|15200
05766020|Detmold|T|32756|51.94|8.88|74400
05766024|Dörentrup|M|32694|52.04|9.00|7700
05766028|Extertal|M|32699|52.07|9.12|11100
05766032|Horn-Bad Meinberg|T|32805|51.88|8.98|17200
05766036|Kalletal|M|32689|52.13|8.95|13500
05766040|Lage|T|32791|51.99|8.79|35000
05766044|Lemgo|T|32657|52.03|8.90|40600
05766048|Leopoldshöhe|M|33818|52.01|8.70|16300
05766052|Lügde|T|32676|51.96|9.25|9500
05766056|Oerlinghausen|T|33813|51.96|8.66|17300
05766060|Schieder-Schwalenberg|T|32816|51.91|9.15|8300
05766064|Schlangen|M|33189|51.81|8.85|9100
05770004|Bad Oeynhausen|T|32545|52.21|8.80|48700
05770008|Espelkamp|T|32339|52.38|8.62|24700
05770012|Hille|M|32479|52.33|8.75|15300
05770016|Hüllhorst|M|32609|52.28|8.66|13000
05770020|Lübbecke|T|32312|52.31|8.62|25500
05770024|Minden|T|32423|52.29|8.92|81700
05770028|Petershagen|T|32469|52.37|8.97|25200
05770032|Porta Westfalica|T|32457|52.24|8.92|35700
05770036|Preußisch Oldendorf|T|32361|52.30|8.50|12300
05770040|Rahden|T|32369|52.43|8.61|15500
05770044|Stemwede|M|32351|52.37|8.46|13200
05774004|Altenbeken|M|33184|51.77|8.94|9100
05774008|Bad Lippspringe|T|33175|51.78|8.82|16300
05774012|Borchen|M|33178|51.67|8.73|13600
05774016|Büren|T|33142|51.55|8.56|21500
05774020|Delbrück|T|33129|51.76|8.56|31900
05774024|Hövelhof|M|33161|51.82|8.65|16100
05774028|Lichtenau|T|33165|51.62|8.90|10600
05774032|Paderborn|T|33098|51.72|8.75|150600
05774036|Salzkotten|T|33154|51.67|8.60|25100
05774040|Bad Wünnenberg|T|33181|51.52|8.70|12200
`;

/** A region of another place says its municipalities in a file of the same form; lines that begin with # are remarks. */
const OWN_TABLE = join(REPOSITORY_ROOT, 'schema/municipalities.psv');

/** Lines of the region's own table, or null where it has none and is Ostwestfalen-Lippe. */
export function ownMunicipalityLines(): readonly string[] | null {
  return existsSync(OWN_TABLE) ? linesOf(readFileSync(OWN_TABLE, 'utf8')) : null;
}

/** Lines of the table that counts. */
export function municipalityLines(): readonly string[] {
  return ownMunicipalityLines() ?? linesOf(OSTWESTFALEN_LIPPE);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}
