import type { DataSetView, DataView, SubgraphDataView } from './data-view.js';
import { html, type Html } from './html.js';

/** Where the answers come from: the data sets with whom to name, subgraph by subgraph. */
export function dataSection({ summary, subgraphs }: DataView): Html {
  return html`<section aria-labelledby="data">
    <h2 id="data">Data</h2>
    <p class="summary">${summary}</p>
    <p>
      What is real may be used under the licence that stands with it, with the words in quotation marks beside
      it. As a catalogue for data portals: <a href="/catalog.ttl">catalog.ttl</a>; what has a place, for maps:
      <a href="/geojson">GeoJSON</a>.
    </p>
    ${subgraphs.map(subgraphBlock)}
  </section>`;
}

function subgraphBlock({ subgraph, operator, dataSets, problem }: SubgraphDataView): Html {
  return html`<div class="data" data-sources="${subgraph}">
    <h3>${subgraph} <span class="who" lang="de">${operator}</span></h3>
    ${problem === '' ? null : html`<p class="problem">Its data sets cannot be read now: <code>${problem}</code></p>`}
    <ul class="datasets">
      ${dataSets.map(dataSetBlock)}
    </ul>
  </div> `;
}

function dataSetBlock(dataSet: DataSetView): Html {
  const { title, synthetic, provenance, records, attribution, notice } = dataSet;
  return html`<li class="dataset" data-synthetic="${String(synthetic)}">
    <h4>${dataSet.url === null ? title : html`<a href="${dataSet.url}">${title}</a>`}</h4>
    <p class="origin">
      <strong>${provenance}</strong>${records === '' ? null : html` <span class="records">${records}</span>`}
    </p>
    ${attribution === '' ? null : html`<p class="attribution"><q>${attribution}</q></p>`}
    <dl class="facts">
      <div>
        <dt>Publisher</dt>
        <dd>${dataSet.publisher}</dd>
      </div>
      <div>
        <dt>Licence</dt>
        <dd>
          ${dataSet.licenceUrl === null ? dataSet.licence : html`<a href="${dataSet.licenceUrl}">${dataSet.licence}</a>`}
        </dd>
      </div>
      ${
        notice === ''
          ? null
          : html`<div>
              <dt>Notice</dt>
              <dd>${notice}</dd>
            </div>`
      }
      <div>
        <dt>Retrieved on</dt>
        <dd>${dataSet.retrieved}</dd>
      </div>
    </dl>
  </li> `;
}
