/** Opens the files of a batch, each once, and scans the videos that may have to be trimmed. */
import type { Source, SourceId } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import { needsScan, videosOf } from './batch-selectors.ts';
import { type BatchFile, type BatchStore, emptyBatch, isOpenToChange } from './batch-store.ts';
import { scanStatusOf } from './scans.ts';
import type { OpenVideo } from './selectors.ts';
import type { AppStore, ScanStatus } from './store.ts';

export type BatchFiles = {
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly removeAll: () => void;
  /** Keeps the scans up to date; returns the cleanup function. */
  readonly follow: () => () => void;
};

/** Bytes that are compared at a time. */
const sliceBytes = 4 * 1024 * 1024;

/**
 * Whether both are the same file, given twice: equal names and equal bytes. The page does not know the paths, and the
 * source id and the hash of a file are known only after it has been opened once more.
 */
export const isSameFile = async (one: File, other: File): Promise<boolean> => {
  if (one.name !== other.name || one.size !== other.size) return false;
  try {
    for (let start = 0; start < one.size; start += sliceBytes) {
      const read = async (file: File) =>
        new Uint8Array(await file.slice(start, start + sliceBytes).arrayBuffer());
      const [bytes, others] = await Promise.all([read(one), read(other)]);
      if (bytes.some((byte, at) => byte !== others[at])) return false;
    }
    return true;
  } catch {
    // Opening reports a file that cannot be read.
    return false;
  }
};

export const createBatchFiles = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly batch: BatchStore;
  /** Resets an error, which was about the batch before the change of files. */
  readonly changed: () => void;
}): BatchFiles => {
  const { client, store, batch, changed } = deps;
  let count = 0;
  /** The files of the entries, by key. */
  const given = new Map<string, File>();

  const filesNow = () => batch.getState().draft.files;
  const setFiles = (files: readonly BatchFile[]) =>
    batch.setState(({ draft }) => ({ draft: { ...draft, files } }));
  const scansNow = () => batch.getState().draft.scans;
  const setScan = (id: SourceId, scan: ScanStatus) =>
    batch.setState(({ draft }) => ({ draft: { ...draft, scans: { ...draft.scans, [id]: scan } } }));
  const close = (source: Source) => void client.call('media.close', { sourceId: source.id });

  const scanVideo = async ({ id: sourceId, facts }: OpenVideo): Promise<void> => {
    setScan(sourceId, { kind: 'working', fraction: null });
    const scan = await client.call('media.scan', { sourceId });
    // The video was removed in the meantime.
    if (scansNow()[sourceId] === undefined) return;
    setScan(sourceId, scan.ok ? scanStatusOf(scan.value, facts.fps) : { kind: 'failed', error: scan.error });
  };

  /** Earlier entries that may be the same file. */
  const entriesLike = (key: string, file: File) => {
    const files = filesNow();
    const earlier = files.slice(
      0,
      Math.max(
        0,
        files.findIndex((known) => known.key === key),
      ),
    );
    return earlier.flatMap((known) => {
      const other = given.get(known.key);
      return other?.name === file.name && other.size === file.size ? [{ key: known.key, other }] : [];
    });
  };

  const open = async (key: string, file: File): Promise<void> => {
    for (const earlier of entriesLike(key, file)) {
      const isSame = await isSameFile(earlier.other, file);
      // The earlier entry may have been removed during the comparison.
      if (isSame && filesNow().some((known) => known.key === earlier.key))
        return drop(filesNow().filter((known) => known.key === key));
    }
    const opened = await client.openFile(file);
    // The entry was removed in the meantime.
    if (!filesNow().some((known) => known.key === key)) return opened.ok ? close(opened.value) : undefined;
    const settled: BatchFile = opened.ok
      ? { kind: 'open', key, source: opened.value }
      : { kind: 'refused', key, name: file.name, error: opened.error };
    setFiles(filesNow().map((known) => (known.key === key ? settled : known)));
    const [video] = videosOf([settled]);
    if (video && needsScan(video, store.getState().mirror.models)) await scanVideo(video);
  };

  const drop = (gone: readonly BatchFile[]) => {
    const sources = gone.flatMap((file) => (file.kind === 'open' ? [file.source] : []));
    const keys = new Set(gone.map(({ key }) => key));
    const scans = { ...scansNow() };
    for (const { id } of sources) delete scans[id];
    batch.setState(({ draft }) => ({
      draft: { ...draft, scans, files: draft.files.filter(({ key }) => !keys.has(key)) },
    }));
    for (const source of sources) close(source);
    for (const key of keys) given.delete(key);
  };

  return {
    add: (files) => {
      if (!isOpenToChange(batch.getState())) return;
      const places = files.map((file) => {
        count += 1;
        given.set(String(count), file);
        return { key: String(count), file };
      });
      changed();
      // Earlier errors are removed; only the new files are reported.
      const kept = filesNow().filter(({ kind }) => kind !== 'refused');
      setFiles([
        ...kept,
        ...places.map(({ key, file }) => ({ kind: 'reading', key, name: file.name }) as const),
      ]);
      for (const { key, file } of places) void open(key, file);
    },
    remove: (key) => {
      if (!isOpenToChange(batch.getState())) return;
      changed();
      drop(filesNow().filter((file) => file.key === key));
    },
    removeAll: () => {
      const { kind } = batch.getState().submit;
      // The files of the question must stay open until they are sent.
      if (kind === 'checking' || kind === 'asking') return;
      changed();
      drop(filesNow());
      batch.setState(({ draft }) => ({
        draft: { ...draft, off: emptyBatch.draft.off, heldParts: emptyBatch.draft.heldParts },
      }));
    },
    follow: () =>
      client.on('media.progress', ({ sourceId, work, fraction }) => {
        if (work === 'scan' && scansNow()[sourceId]?.kind === 'working')
          setScan(sourceId, { kind: 'working', fraction });
      }),
  };
};
