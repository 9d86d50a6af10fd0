import type { SeedRow } from '@modellregion/subgraph-kit';
import { FORWARDING_MATRIX } from '../forwarding/matrix.js';
import { SOURCE } from '../sources.js';

/** Rows of the table data_source. */
export function dataSourceRows(): readonly SeedRow[] {
  const { title, citation, status } = FORWARDING_MATRIX.source;
  return [
    {
      id: SOURCE.businesses,
      title: 'Synthetic trade register of the model region',
      publisher: 'Modellregion',
      licence: 'EUPL-1.2',
      attribution:
        'Made up for demonstration: businesses, notices and permits that do not exist. Names are not those of who runs them.',
      url: null,
      retrieved_on: '2026-11-23',
      provenance: 'SYNTHETIC',
    },
    {
      id: SOURCE.law,
      title: `Forwarding of trade notices: ${title}`,
      publisher: 'Bundesgesetzblatt',
      licence: 'Amtliches Werk (§ 5 UrhG)',
      attribution: `${citation}, status ${status}`,
      url: null,
      retrieved_on: '2026-11-22',
      provenance: 'OPEN_DATA',
    },
    {
      id: SOURCE.wz,
      title: 'Klassifikation der Wirtschaftszweige, Ausgabe 2008 (WZ 2008), a selection',
      publisher: 'Statistisches Bundesamt',
      licence: 'Reproduction with the source named',
      attribution: '© Statistisches Bundesamt (Destatis), WZ 2008',
      url: 'https://www.klassifikationsserver.de',
      retrieved_on: '2026-11-22',
      provenance: 'OPEN_DATA',
    },
  ];
}
