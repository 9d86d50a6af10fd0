import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { localDateOf } from '../time/index.js';
import type { FileHead } from './file-head.js';
import { ImportFileError } from './import-error.js';

/** A record set: where its records come from, and under which terms. */
export interface SourceDescription {
  /** Stays the same from one import to the next: `owl-stops`. */
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  /** The sentence the licence asks for. */
  readonly attribution: string;
  readonly licenceUrl: string | null;
  /** What the licence asks besides, such as share-alike. */
  readonly notice: string | null;
  readonly url: string | null;
}

/** The terms of licences that open data of the region comes under. */
export const LICENCES = {
  'CC BY 4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC BY 3.0': 'https://creativecommons.org/licenses/by/3.0/',
  'CC BY-SA 4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'ODbL 1.0': 'https://opendatacommons.org/licenses/odbl/1-0/',
  'dl-de/by-2-0': 'https://www.govdata.de/dl-de/by-2-0',
} as const;

/** Notice of the Open Database License, which OpenStreetMap data comes under. */
export const ODBL_NOTICE =
  'Contains information from OpenStreetMap, which is made available under the Open Database License (ODbL). ' +
  'Whoever passes on a database made from it must do so under the ODbL (share-alike).';

/** The areas of municipalities, a record set of several subgraphs: each keeps what it answers from. */
export const MUNICIPALITY_AREAS: SourceDescription = {
  id: 'municipality-areas',
  title: 'Verwaltungsgebiete 1:5 000 000 (VG5000), status 31.12.2021',
  publisher: 'Bundesamt für Kartographie und Geodäsie (BKG)',
  licence: 'dl-de/by-2-0',
  attribution: '© GeoBasis-DE / BKG 2021 (Daten verändert)',
  licenceUrl: LICENCES['dl-de/by-2-0'],
  notice: null,
  url: 'https://gdz.bkg.bund.de',
};

/** Name of the file that may stand beside the data and describe where each file comes from. */
export const SOURCES_FILE = 'sources.yaml';

const described = z.record(
  z.string(),
  z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be small letters, digits and hyphens')
      .optional(),
    title: z.string().min(1).optional(),
    publisher: z.string().min(1).optional(),
    licence: z.string().min(1).optional(),
    attribution: z.string().min(1).optional(),
    licenceUrl: z.url().nullable().optional(),
    notice: z.string().min(1).nullable().optional(),
    url: z.url().nullable().optional(),
    retrievedOn: z.iso.date().optional(),
  }),
);

/** What the folder says about where its files come from. */
export interface FolderSources {
  /** What overrides a format's own description of a file. */
  readonly of: (name: string) => Partial<SourceDescription>;
  /** The day a file was fetched: as described, else as SOURCES.md says ("Read on 2026-11-22"), else its own date. */
  readonly retrievedOn: (file: FileHead) => string;
}

/** @throws ImportFileError when the description is there and cannot be read */
export function folderSources(folder: string): FolderSources {
  const files = readDescriptions(join(folder, SOURCES_FILE));
  const readOn = readDay(join(folder, 'SOURCES.md'));
  return {
    of: (name) => {
      const { retrievedOn: _, ...own } = files[name] ?? {};
      return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    },
    retrievedOn: (file) => files[file.name]?.retrievedOn ?? readOn ?? localDateOf(file.modifiedAt),
  };
}

function readDescriptions(path: string): z.infer<typeof described> {
  if (!existsSync(path)) return {};
  try {
    return described.parse(parse(readFileSync(path, 'utf8')) ?? {});
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new ImportFileError(`${path} cannot be used, and nothing was imported: ${reason}`);
  }
}

function readDay(path: string): string | null {
  if (!existsSync(path)) return null;
  return /\b[Rr]ead on (\d{4}-\d{2}-\d{2})\b/.exec(readFileSync(path, 'utf8'))?.[1] ?? null;
}
