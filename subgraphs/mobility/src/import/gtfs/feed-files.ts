import { join } from 'node:path';
import { ImportFileError, type FileHead } from '@modellregion/subgraph-kit';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/** The text files of a feed, wherever they lie. */
export interface FeedFiles {
  readonly has: (name: string) => boolean;
  /** The bytes of a file that is there. */
  readonly bytes: (name: string) => AsyncIterable<Buffer>;
  readonly close: () => void;
}

/** A feed has some twenty files, and the timetable of a whole country some gigabytes. */
const MOST_MEMBERS = 100;
const MOST_BYTES = 8 * 1024 ** 3;

/**
 * Opens a folder or an archive. Names of an archive are only compared with those of GTFS and never become a path.
 *
 * @param read the bytes of a file on disk
 * @throws ImportFileError for an archive that is damaged, encrypted or larger than any timetable
 */
export async function openFeed(
  file: FileHead,
  read: (path: string) => AsyncIterable<Buffer>,
): Promise<FeedFiles> {
  if (file.kind === 'file') return openArchive(file);
  const names = new Set(file.members);
  return {
    has: (name) => names.has(name),
    bytes: (name) => read(join(file.path, name)),
    close: () => undefined,
  };
}

async function openArchive({ path, name }: FileHead): Promise<FeedFiles> {
  const damaged = (error: unknown): ImportFileError =>
    new ImportFileError(`${name} cannot be read as a zip archive: ${reasonOf(error)}.`);
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw damaged(error);
  });
  try {
    const entries = await entriesOf(zip, name);
    return {
      has: (member) => entries.has(member),
      bytes: (member) => memberBytes(zip, entries.get(member), `${name}/${member}`),
      close: () => {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error instanceof ImportFileError ? error : damaged(error);
  }
}

async function entriesOf(zip: ZipFile, name: string): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MOST_MEMBERS) {
    throw new ImportFileError(`${name} holds more than ${String(MOST_MEMBERS)} files: it is no timetable.`);
  }
  const entries = new Map<string, Entry>();
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    // The archive's own directory promises the sizes, and reading stops with an error where a file is longer.
    bytes += entry.uncompressedSize;
    if (bytes > MOST_BYTES) {
      throw new ImportFileError(`${name} would unpack to more than ${String(MOST_BYTES / 1024 ** 3)} GB.`);
    }
    if (entries.has(entry.fileName))
      throw new ImportFileError(`${name} holds two files of one name: it is not clear which one counts.`);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function* memberBytes(
  zip: ZipFile,
  entry: Entry | undefined,
  name: string,
): AsyncGenerator<Buffer, void> {
  if (entry === undefined) return;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) yield piece as Buffer;
  } catch (error) {
    throw new ImportFileError(`${name} cannot be taken out of the archive: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
