import { parseWzCode, wzCodeLevel, wzCodeParent } from '@modellregion/subgraph-kit';
import type { SeedRow } from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/**
 * The codes that the synthetic businesses use, with all above them: a selection. Codes and titles are facts of the
 * classification; the whole of it comes by import.
 */
const TITLES: Readonly<Record<string, string>> = {
  C: 'Verarbeitendes Gewerbe',
  '10': 'Herstellung von Nahrungs- und Futtermitteln',
  '10.7': 'Herstellung von Back- und Teigwaren',
  '10.71': 'Herstellung von Backwaren (ohne Dauerbackwaren)',
  '10.71.0': 'Herstellung von Backwaren (ohne Dauerbackwaren)',
  D: 'Energieversorgung',
  '35': 'Energieversorgung',
  '35.1': 'Elektrizitätsversorgung',
  '35.14': 'Elektrizitätshandel',
  '35.14.0': 'Elektrizitätshandel',
  F: 'Baugewerbe',
  '41': 'Hochbau',
  '41.2': 'Bau von Gebäuden',
  '41.20': 'Bau von Gebäuden',
  '41.20.1': 'Bau von Gebäuden (ohne Fertigteilbau)',
  '42': 'Tiefbau',
  '42.1': 'Bau von Straßen und Bahnverkehrsstrecken',
  '42.11': 'Bau von Straßen',
  '42.11.0': 'Bau von Straßen',
  '43': 'Vorbereitende Baustellenarbeiten, Bauinstallation und sonstiges Ausbaugewerbe',
  '43.2': 'Bauinstallation',
  '43.21': 'Elektroinstallation',
  '43.21.0': 'Elektroinstallation',
  '43.3': 'Sonstiger Ausbau',
  '43.34': 'Malerei und Glaserei',
  '43.34.1': 'Maler- und Lackierergewerbe',
  G: 'Handel; Instandhaltung und Reparatur von Kraftfahrzeugen',
  '45': 'Handel mit Kraftfahrzeugen; Instandhaltung und Reparatur von Kraftfahrzeugen',
  '45.2': 'Instandhaltung und Reparatur von Kraftwagen',
  '45.20': 'Instandhaltung und Reparatur von Kraftwagen',
  '45.20.3':
    'Instandhaltung und Reparatur von Kraftwagen mit einem Gesamtgewicht von 3,5 t oder weniger (ohne Lackierung und Autowäsche)',
  '47': 'Einzelhandel (ohne Handel mit Kraftfahrzeugen)',
  '47.1': 'Einzelhandel mit Waren verschiedener Art (in Verkaufsräumen)',
  '47.11':
    'Einzelhandel mit Waren verschiedener Art, Hauptrichtung Nahrungs- und Genussmittel, Getränke und Tabakwaren',
  '47.11.2':
    'Sonstiger Einzelhandel mit Waren verschiedener Art, Hauptrichtung Nahrungs- und Genussmittel, Getränke und Tabakwaren',
  '47.7': 'Einzelhandel mit sonstigen Gütern (in Verkaufsräumen)',
  '47.71': 'Einzelhandel mit Bekleidung',
  '47.71.0': 'Einzelhandel mit Bekleidung',
  H: 'Verkehr und Lagerei',
  '49': 'Landverkehr und Transport in Rohrfernleitungen',
  '49.1': 'Personenbeförderung im Eisenbahnfernverkehr',
  '49.10': 'Personenbeförderung im Eisenbahnfernverkehr',
  '49.10.0': 'Personenbeförderung im Eisenbahnfernverkehr',
  '49.3': 'Sonstige Personenbeförderung im Landverkehr',
  '49.31': 'Personenbeförderung im Nahverkehr zu Lande (ohne Taxis)',
  '49.31.0': 'Personenbeförderung im Nahverkehr zu Lande (ohne Taxis)',
  '52': 'Lagerei sowie Erbringung von sonstigen Dienstleistungen für den Verkehr',
  '52.2': 'Erbringung von sonstigen Dienstleistungen für den Verkehr',
  '52.21': 'Erbringung von sonstigen Dienstleistungen für den Landverkehr',
  '52.21.1': 'Betrieb von Parkhäusern und Parkplätzen',
  I: 'Gastgewerbe',
  '56': 'Gastronomie',
  '56.1': 'Restaurants, Gaststätten, Imbissstuben, Cafés, Eissalons u. Ä.',
  '56.10': 'Restaurants, Gaststätten, Imbissstuben, Cafés, Eissalons u. Ä.',
  '56.10.1': 'Restaurants mit herkömmlicher Bedienung',
  '56.10.4': 'Cafés',
  J: 'Information und Kommunikation',
  '62': 'Erbringung von Dienstleistungen der Informationstechnologie',
  '62.0': 'Erbringung von Dienstleistungen der Informationstechnologie',
  '62.01': 'Programmierungstätigkeiten',
  '62.01.9': 'Sonstige Softwareentwicklung',
  L: 'Grundstücks- und Wohnungswesen',
  '68': 'Grundstücks- und Wohnungswesen',
  '68.3': 'Vermittlung und Verwaltung von Grundstücken, Gebäuden und Wohnungen für Dritte',
  '68.31': 'Vermittlung von Grundstücken, Gebäuden und Wohnungen für Dritte',
  '68.31.1': 'Vermittlung von Wohngrundstücken, Wohngebäuden und Wohnungen für Dritte',
  N: 'Erbringung von sonstigen wirtschaftlichen Dienstleistungen',
  '80': 'Wach- und Sicherheitsdienste sowie Detekteien',
  '80.1': 'Private Wach- und Sicherheitsdienste',
  '80.10': 'Private Wach- und Sicherheitsdienste',
  '80.10.0': 'Private Wach- und Sicherheitsdienste',
  '81': 'Gebäudebetreuung; Garten- und Landschaftsbau',
  '81.2': 'Reinigung von Gebäuden, Straßen und Verkehrsmitteln',
  '81.21': 'Allgemeine Gebäudereinigung',
  '81.21.0': 'Allgemeine Gebäudereinigung',
  '81.3': 'Garten- und Landschaftsbau sowie Erbringung von sonstigen gärtnerischen Dienstleistungen',
  '81.30': 'Garten- und Landschaftsbau sowie Erbringung von sonstigen gärtnerischen Dienstleistungen',
  '81.30.1': 'Garten- und Landschaftsbau',
  '82': 'Erbringung von wirtschaftlichen Dienstleistungen für Unternehmen und Privatpersonen a. n. g.',
  '82.3': 'Messe-, Ausstellungs- und Kongressveranstalter',
  '82.30': 'Messe-, Ausstellungs- und Kongressveranstalter',
  '82.30.0': 'Messe-, Ausstellungs- und Kongressveranstalter',
  S: 'Erbringung von sonstigen Dienstleistungen',
  '96': 'Erbringung von sonstigen überwiegend persönlichen Dienstleistungen',
  '96.0': 'Erbringung von sonstigen überwiegend persönlichen Dienstleistungen',
  '96.02': 'Frisör- und Kosmetiksalons',
  '96.02.1': 'Frisörsalons',
};

/** Rows of the table wz_code, each behind the one above it. */
export function wzCodeRows(): readonly SeedRow[] {
  const rows = Object.entries(TITLES).map(([text, title]) => {
    const code = parseWzCode(text);
    if (code === null) throw new RangeError(`seed: ${text} is no code of WZ 2008`);
    return { code, level: wzCodeLevel(code), title, parent_code: wzCodeParent(code), source_id: SOURCE.wz };
  });
  return rows.sort((a, b) => a.level - b.level);
}
