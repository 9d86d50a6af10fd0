/**
 * Railway lines of the synthetic timetable: through towns that have a station (general knowledge), with numbers
 * that no railway uses. Which trains run is made up.
 */
export const RAILWAYS: readonly {
  readonly name: string;
  readonly longDistance: boolean;
  readonly towns: readonly string[];
}[] = [
  {
    name: 'RE 901',
    longDistance: false,
    towns: [
      'Minden',
      'Porta Westfalica',
      'Bad Oeynhausen',
      'Löhne',
      'Herford',
      'Bielefeld',
      'Gütersloh',
      'Rheda-Wiedenbrück',
    ],
  },
  {
    name: 'RE 902',
    longDistance: false,
    towns: [
      'Herford',
      'Bad Salzuflen',
      'Lage',
      'Detmold',
      'Horn-Bad Meinberg',
      'Altenbeken',
      'Paderborn',
      'Salzkotten',
    ],
  },
  {
    name: 'RB 903',
    longDistance: false,
    towns: ['Bielefeld', 'Schloß Holte-Stukenbrock', 'Hövelhof', 'Paderborn'],
  },
  {
    name: 'RB 904',
    longDistance: false,
    towns: ['Paderborn', 'Altenbeken', 'Bad Driburg', 'Brakel', 'Höxter'],
  },
  { name: 'RB 905', longDistance: false, towns: ['Altenbeken', 'Willebadessen', 'Warburg'] },
  {
    name: 'RB 906',
    longDistance: false,
    towns: ['Herford', 'Hiddenhausen', 'Kirchlengern', 'Bünde', 'Rödinghausen'],
  },
  { name: 'RB 907', longDistance: false, towns: ['Bünde', 'Lübbecke', 'Espelkamp', 'Rahden'] },
  {
    name: 'RB 908',
    longDistance: false,
    towns: ['Bielefeld', 'Steinhagen', 'Halle (Westf.)', 'Borgholzhausen'],
  },
  { name: 'RB 909', longDistance: false, towns: ['Bielefeld', 'Oerlinghausen', 'Lage', 'Lemgo'] },
  {
    name: 'RB 910',
    longDistance: false,
    towns: ['Altenbeken', 'Steinheim', 'Schieder-Schwalenberg', 'Lügde'],
  },
  { name: 'RB 911', longDistance: false, towns: ['Rheda-Wiedenbrück', 'Herzebrock-Clarholz'] },
  {
    name: 'IC 912',
    longDistance: true,
    towns: ['Minden', 'Bad Oeynhausen', 'Herford', 'Bielefeld', 'Gütersloh'],
  },
];

/** Towns whose station is a main station. */
export const MAIN_STATIONS: ReadonlySet<string> = new Set(['Bielefeld', 'Gütersloh', 'Paderborn']);

/** Whether trains stop in a town. */
export function hasStation(town: string): boolean {
  return RAILWAYS.some(({ towns }) => towns.includes(town));
}
