/** Takes in the files of a batch, however many at once, and looks through the clips that may have to be cut. */
import type { Source, SourceId } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import { isWorthALook, videosOf } from './batch-selectors.ts';
import { type BatchFile, type BatchStore, emptyBatch, isOpenToChange } from './batch-store.ts';
import { lookOf } from './previews.ts';
import type { OpenVideo } from './selectors.ts';
import type { AppStore, ScanStatus } from './store.ts';

export type BatchFiles = {
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly removeAll: () => void;
  /** Follows the looks; returns the function that ends it. */
  readonly follow: () => () => void;
};

export const createBatchFiles = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly batch: BatchStore;
  /** A change of the files is about another order than the one that was refused. */
  readonly changed: () => void;
}): BatchFiles => {
  const { client, store, batch, changed } = deps;
  let count = 0;

  const filesNow = () => batch.getState().draft.files;
  const setFiles = (files: readonly BatchFile[]) =>
    batch.setState(({ draft }) => ({ draft: { ...draft, files } }));
  const looksNow = () => batch.getState().draft.looks;
  const setLook = (id: SourceId, look: ScanStatus) =>
    batch.setState(({ draft }) => ({ draft: { ...draft, looks: { ...draft.looks, [id]: look } } }));
  const close = (source: Source) => void client.call('media.close', { sourceId: source.id });

  const look = async ({ id: sourceId, facts }: OpenVideo): Promise<void> => {
    setLook(sourceId, { kind: 'working', fraction: null });
    const scan = await client.call('media.scan', { sourceId });
    // The clip was removed meanwhile.
    if (looksNow()[sourceId] === undefined) return;
    setLook(sourceId, scan.ok ? lookOf(scan.value, facts.fps) : { kind: 'failed', error: scan.error });
  };

  const open = async (key: string, file: File): Promise<void> => {
    const opened = await client.openFile(file);
    // Its place was removed meanwhile.
    if (!filesNow().some((known) => known.key === key)) return opened.ok ? close(opened.value) : undefined;
    const settled: BatchFile = opened.ok
      ? { kind: 'open', key, source: opened.value }
      : { kind: 'refused', key, name: file.name, error: opened.error };
    setFiles(filesNow().map((known) => (known.key === key ? settled : known)));
    const [video] = videosOf([settled]);
    if (video && isWorthALook(video, store.getState().mirror.models)) await look(video);
  };

  const drop = (gone: readonly BatchFile[]) => {
    const sources = gone.flatMap((file) => (file.kind === 'open' ? [file.source] : []));
    const keys = new Set(gone.map(({ key }) => key));
    const looks = { ...looksNow() };
    for (const { id } of sources) delete looks[id];
    batch.setState(({ draft }) => ({
      draft: { ...draft, looks, files: draft.files.filter(({ key }) => !keys.has(key)) },
    }));
    for (const source of sources) close(source);
  };

  return {
    add: (files) => {
      if (!isOpenToChange(batch.getState())) return;
      const places = files.map((file) => {
        count += 1;
        return { key: String(count), file };
      });
      changed();
      // A refusal of before has been read; what is given now is looked at alone.
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
      // What is asked about must stay open until it is sent.
      if (kind === 'checking' || kind === 'asking') return;
      changed();
      drop(filesNow());
      batch.setState(({ draft }) => ({
        draft: { ...draft, off: emptyBatch.draft.off, heldParts: emptyBatch.draft.heldParts },
      }));
    },
    follow: () =>
      client.on('media.progress', ({ sourceId, work, fraction }) => {
        if (work === 'scan' && looksNow()[sourceId]?.kind === 'working')
          setLook(sourceId, { kind: 'working', fraction });
      }),
  };
};
