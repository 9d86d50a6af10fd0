import type { Trade } from './trades.js';

/** A company that another subgraph names by its number: who runs buses, trains, car parks, charging stations. */
export interface Operator {
  /** `Business.id` is `syntheticId('business', n)`, in every subgraph. */
  readonly n: number;
  readonly name: string;
  readonly seat: string;
  readonly trade: Trade;
}

const UTILITY = company(['49.31.0', '35.14.0'], 'Linienverkehr mit Bussen, Betrieb von Ladesäulen');
const BUSES = company(['49.31.0', '35.14.0'], 'Regionaler Linienverkehr mit Bussen, Betrieb von Ladesäulen');
const REGIONAL_TRAINS = company(['49.31.0', '35.14.0'], 'Regionaler Verkehr auf der Schiene');
const TRAINS = company(['49.10.0', '35.14.0'], 'Fernverkehr auf der Schiene');
const CAR_PARKS_AND_CHARGING = company(['52.21.1', '35.14.0'], 'Betrieb von Parkhäusern und Ladesäulen');
const CAR_PARKS = company(['52.21.1'], 'Betrieb von Parkhäusern und Parkplätzen');

/**
 * Numbers 1 to 16. In the data of mobility 1 to 7 run the buses of the towns, 8 those between them, 9 and 10 the trains,
 * 1 to 12 charging stations, 11 to 16 car parks. Places in the names do not exist, so that no real company is meant.
 */
export const OPERATORS: readonly Operator[] = (
  [
    ['Stadtwerke Sparrenfurt GmbH', 'Bielefeld', UTILITY],
    ['Stadtwerke Dalkegrund GmbH', 'Gütersloh', UTILITY],
    ['Stadtwerke Wiehenau GmbH', 'Herford', UTILITY],
    ['Stadtwerke Solligbrück GmbH', 'Höxter', UTILITY],
    ['Stadtwerke Werretal-Süd GmbH', 'Detmold', UTILITY],
    ['Stadtwerke Kanalfurt GmbH', 'Minden', UTILITY],
    ['Stadtwerke Paderfurt GmbH', 'Paderborn', UTILITY],
    ['Regionalbus Eggenau GmbH', 'Paderborn', BUSES],
    ['Regionalbahn Sennequell GmbH', 'Bielefeld', REGIONAL_TRAINS],
    ['Fernzug Wiehenau GmbH', 'Minden', TRAINS],
    ['Parken und Laden Sennequell GmbH', 'Bielefeld', CAR_PARKS_AND_CHARGING],
    ['Parken und Laden Paderfurt GmbH', 'Paderborn', CAR_PARKS_AND_CHARGING],
    ['Parkhaus Sparrenfurt GmbH', 'Bielefeld', CAR_PARKS],
    ['Parkhaus Dalkegrund GmbH', 'Gütersloh', CAR_PARKS],
    ['Parkhaus Werretal-Süd GmbH', 'Detmold', CAR_PARKS],
    ['Parkhaus Kanalfurt GmbH', 'Minden', CAR_PARKS],
  ] as const
).map(([name, seat, trade], i) => ({ n: i + 1, name, seat, trade }));

function company(wzCodes: readonly string[], activity: string): Trade {
  return { key: 'operator', wzCodes, activity, noun: '', share: 0 };
}
