import { DISTRICT_ATTRIBUTION } from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

const SYNTHETIC = {
  licence: 'EUPL-1.2',
  url: null,
  retrieved_on: '2026-11-23',
  provenance: 'SYNTHETIC',
} as const;

/** Rows of the table data_source. */
export function dataSourceRows() {
  return [
    {
      id: SOURCE.keys,
      title: 'Names and keys (AGS) of the municipalities, territorial status 25.01.2021',
      publisher: 'Bundesgesetzblatt',
      licence: 'Amtliches Werk (§ 5 UrhG)',
      attribution: 'Annex to § 1 MietNEinV, BGBl. I 2021 p. 3739',
      url: null,
      retrieved_on: '2026-11-22',
      provenance: 'OPEN_DATA',
    },
    {
      id: SOURCE.districts,
      title: 'Area and population of the districts on 31.12.2018',
      publisher: 'Statistische Ämter des Bundes und der Länder',
      licence: 'CC BY 4.0',
      attribution: DISTRICT_ATTRIBUTION,
      url: 'https://www.npmjs.com/package/landkreise-deutschland',
      retrieved_on: '2026-11-22',
      provenance: 'OPEN_DATA',
    },
    {
      ...SYNTHETIC,
      id: SOURCE.population,
      title: 'Population of the municipalities as shares of the district figures',
      publisher: 'Modellregion',
      attribution: `Made up for demonstration by rough estimates; district totals: ${DISTRICT_ATTRIBUTION}`,
    },
    {
      ...SYNTHETIC,
      id: SOURCE.services,
      title: 'Offices, opening hours and service descriptions',
      publisher: 'Modellregion',
      attribution: 'Made up for demonstration; keys and norms are those of the national catalogue (LeiKa).',
    },
    {
      ...SYNTHETIC,
      id: SOURCE.people,
      title: 'Residents, addresses and applications',
      publisher: 'Modellregion',
      attribution: 'Made up for demonstration; about no real person. Shares follow published German figures.',
    },
  ];
}
