import type { SeededRandom } from '@modellregion/subgraph-kit';

/**
 * Where a family's names come from. The shares are estimates, set so that 14 to 15 % of the residents have no German
 * nationality and that names common in the region (repatriates from the former Soviet Union) are there. The lists
 * are own choices of common names.
 */
export interface NameGroup {
  readonly share: number;
  readonly families: readonly string[];
  /** Names of boys and of girls born before 1965, to 1994, and later; one pair where it makes no difference. */
  readonly given: readonly (readonly [boys: readonly string[], girls: readonly string[]])[];
  /** Nationalities a household has, with their weights. */
  readonly nationalities: readonly (readonly [nationalities: readonly string[], weight: number])[];
}

const list = (names: string): readonly string[] => names.trim().split(' ');
const pair = (names: string): readonly [readonly string[], readonly string[]] => {
  const [boys = '', girls = ''] = names.split('|');
  return [list(boys), list(girls)];
};
const german = [['DE'] as const, 100] as const;

export const NAME_GROUPS: readonly NameGroup[] = [
  {
    share: 72.5,
    families: list(
      'Müller Schmidt Meier Schneider Fischer Weber Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf ' +
        'Schröder Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Krause Lehmann Köhler Maier Walter König ' +
        'Peters Kaiser Fuchs Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Berger Winkler Franke ' +
        'Albrecht Schuster Simon Ludwig Böhm Winter Brinkmann Niemeier Wiebe Meyer Kleine Große Pohlmann Brand ' +
        'Niehaus Westermann Brockmann Sander Hagemann Stratmann Vogt Kemper Rolf Lütkemeier Wiegand',
    ),
    given: [
      pair(
        'Hans Peter Klaus Wolfgang Jürgen Günter Heinz Manfred Werner Helmut Dieter Horst Karl Josef Franz | Ursula ' +
          'Renate Karin Helga Ingrid Monika Gisela Elisabeth Christa Brigitte Erika Hannelore Maria Waltraud Anneliese',
      ),
      pair(
        'Thomas Michael Andreas Stefan Christian Martin Frank Markus Sven Jan Daniel Tobias Sebastian Florian | ' +
          'Sabine Petra Susanne Claudia Andrea Nicole Stefanie Melanie Julia Katrin Anja Christina Sarah Nadine Anna',
      ),
      pair(
        'Leon Lukas Finn Jonas Paul Ben Felix Maximilian Luca Elias Noah Tim Moritz Jakob Emil | Mia Emma Hannah Lea ' +
          'Marie Sophie Lina Clara Leonie Johanna Ida Frieda Charlotte Greta Mathilda',
      ),
    ],
    nationalities: [german],
  },
  {
    share: 7,
    families: list(
      'Friesen Wiens Penner Janzen Dück Epp Klassen Reimer Neufeld Ivanov Petrov Weber Schäfer Becker',
    ),
    given: [
      pair('Viktor Alexander Waldemar Eugen Johann Artur | Irina Olga Natalia Elena Lydia Katharina Larissa'),
    ],
    nationalities: [german],
  },
  {
    share: 5.5,
    families: list('Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan'),
    given: [pair('Mehmet Mustafa Ahmet Ali Emre Can | Fatma Ayşe Emine Zeynep Elif Merve')],
    nationalities: [
      [['DE'], 50],
      [['TR'], 45],
      [['DE', 'TR'], 5],
    ],
  },
  {
    share: 4.5,
    families: list('Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański'),
    given: [pair('Piotr Krzysztof Andrzej Tomasz Marcin | Anna Katarzyna Małgorzata Agnieszka Ewa')],
    nationalities: [
      [['PL'], 55],
      [['DE', 'PL'], 20],
      [['DE'], 25],
    ],
  },
  {
    share: 4,
    families: list('Al-Hassan Haddad Khoury Hussein Mahmoud Saleh Ibrahim Al-Ahmad Darwish Nasser'),
    given: [pair('Mohammed Omar Yusuf Khaled Samir Hassan | Fatima Amira Layla Mariam Nour Rania')],
    nationalities: [
      [['SY'], 60],
      [['IQ'], 25],
      [['DE'], 15],
    ],
  },
  {
    share: 2,
    families: list('Popescu Ionescu Popa Dumitru Stan Radu'),
    given: [pair('Andrei Mihai Ion Alexandru | Elena Maria Ioana Ana')],
    nationalities: [[['RO'], 100]],
  },
  {
    share: 1.2,
    families: list('Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk'),
    given: [pair('Oleksandr Andriy Dmytro Serhiy | Oksana Iryna Olena Nataliya')],
    nationalities: [[['UA'], 100]],
  },
  {
    share: 1.2,
    families: list('Rossi Russo Ferrari Esposito Romano'),
    given: [pair('Giuseppe Antonio Marco Luca | Maria Giulia Francesca Chiara')],
    nationalities: [
      [['IT'], 70],
      [['DE'], 30],
    ],
  },
  {
    share: 0.9,
    families: list('Papadopoulos Georgiou Dimitriou Nikolaidis'),
    given: [pair('Georgios Nikos Dimitris Kostas | Maria Eleni Katerina Sofia')],
    nationalities: [
      [['GR'], 70],
      [['DE'], 30],
    ],
  },
  {
    share: 1.2,
    families: list('Krasniqi Gashi Berisha Jovanović Petrović'),
    given: [pair('Arben Besnik Dragan Milan | Vesna Jelena Drita Valbona')],
    nationalities: [
      [['XK'], 50],
      [['RS'], 50],
    ],
  },
];

/** Draws where a household's names come from. */
export function drawGroup(random: SeededRandom): NameGroup {
  return random.weighted(NAME_GROUPS.map((group) => [group, group.share] as const));
}

/**
 * One or two given names that were common when somebody was born.
 *
 * @param taken first names in the household, which are avoided
 */
export function drawGivenNames(
  random: SeededRandom,
  group: NameGroup,
  { birthYear, taken }: { readonly birthYear: number; readonly taken: Set<string> },
): string {
  const era = birthYear < 1965 ? 0 : birthYear < 1995 ? 1 : 2;
  const [boys, girls] = group.given[Math.min(era, group.given.length - 1)] ?? [[], []];
  const names = random.chance(0.5) ? boys : girls;
  const free = names.filter((name) => !taken.has(name));
  const first = random.pick(free.length === 0 ? names : free);
  taken.add(first);
  const second = random.chance(0.25) ? random.pick(names) : first;
  return second === first ? first : `${first} ${second}`;
}
