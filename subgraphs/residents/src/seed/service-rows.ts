import { municipalities, type SyntheticRegion } from '@modellregion/subgraph-kit';
import { CATALOGUE, TRADE_REGISTRATION, type CatalogueEntry } from './catalogue.js';
import { hostOf, type SeedOffice } from './office-rows.js';
import { SOURCE } from '../sources.js';

/** A service of one municipality, with what applications for it need. */
export interface SeedOffer {
  readonly ags: string;
  readonly entry: CatalogueEntry;
  readonly office: SeedOffice;
  readonly feeCents: number | null;
}

/** Rows of the table service. */
export function serviceRows() {
  return CATALOGUE.map((entry) => ({
    leika_key: entry.leikaKey,
    title_de: entry.title.de,
    title_en: entry.title.en,
    summary_de: entry.summary.de,
    summary_en: entry.summary.en,
    documents_de: entry.documents.de,
    documents_en: entry.documents.en,
    fee_note_de: entry.feeNote?.de ?? null,
    fee_note_en: entry.feeNote?.en ?? null,
    legal_basis: entry.legalBasis,
    source_id: SOURCE.services,
  }));
}

/** All services of all municipalities; trades are registered at the citizens' office where there is no trade office. */
export function seedOffers(offices: readonly SeedOffice[], region: SyntheticRegion): readonly SeedOffer[] {
  const random = region.random('residents/fees');
  return municipalities().flatMap(({ ags }) => {
    const here = offices.filter((office) => office.ags === ags);
    const [citizens] = here;
    if (citizens === undefined) throw new Error(`seed: ${ags} has no office`);
    const trade = here.find(({ kind }) => kind === 'TRADE_OFFICE') ?? citizens;
    return CATALOGUE.map((entry) => ({
      ags,
      entry,
      office: entry.leikaKey === TRADE_REGISTRATION ? trade : citizens,
      feeCents: entry.fees.length === 0 ? null : random.pick(entry.fees),
    }));
  });
}

/** Rows of the table service_offer. */
export function offerRows(offers: readonly SeedOffer[]) {
  return offers.map(({ ags, entry, office, feeCents }) => ({
    ags,
    leika_key: entry.leikaKey,
    office_id: office.id,
    required_trust: entry.trust,
    channel: entry.channel,
    online_url:
      entry.channel === 'IN_PERSON'
        ? null
        : `https://service.${hostOf(office.town.name)}.example/${entry.leikaKey}`,
    fee_cents: feeCents,
    processing_days: entry.processingDays,
    appointment_minutes: entry.appointmentMinutes,
    source_id: SOURCE.services,
  }));
}
