/** Exports: one at a time for each item, with progress events. Each finished export is kept for a day. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import {
  type ExportChoices,
  type ExportId,
  type ExportProgress,
  exportIdSchema,
  type MadeExport,
} from '#contract/model/export.ts';
import type { SeenFacts } from '#contract/model/facts.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { exportFileName, pairOf, type Side } from '#contract/rules/export.ts';
import type { Ffmpeg } from '../../media/ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from '../../media/image/image-decoder.ts';
import type { createAudioTrack } from '../../media/probe/main-streams.ts';
import type { Clock, Log } from '../../ports.ts';
import { removeTree, rename } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import { createFinishedFiles, type FinishedFiles } from '../finished-files.ts';
import type { OpenFile } from '../item/open-file.ts';
import { createMakeExport, isAsLong, tooShort } from './make.ts';

/** Limit for all finished exports together, in bytes. */
const keptBytes = 2_000_000_000;
/** Minimum progress between two events, as a fraction. */
const progressStep = 0.01;

export type ExportRequest = {
  readonly itemId: ItemId;
  /** Another result in place of the reference; absent or null: the reference. */
  readonly besideId?: ItemId | null;
  readonly choices: ExportChoices;
  /** Full path of another file whose audio replaces that of the reference. For hosts on this machine. */
  readonly audioPath?: string;
  readonly signal?: AbortSignal;
};

export type Exports = Pick<FinishedFiles<ExportId>, 'pathOf' | 'discard' | 'cleanup'> & {
  /** Resolves when the file is written. A running export of the same item is cancelled. */
  readonly make: (request: ExportRequest) => Promise<Result<MadeExport>>;
  readonly cancel: (itemId: ItemId) => void;
  /** Cancels all running exports, and waits until they have ended. */
  readonly close: () => Promise<void>;
};

type Compared = { readonly item: Item; readonly other: Item | null };

type Running = { readonly stop: AbortController; readonly ended: Promise<unknown>; fraction: number };

export type ExportDeps = {
  readonly ffmpeg: Pick<Ffmpeg, 'encode' | 'probe'>;
  readonly audioTrack: ReturnType<typeof createAudioTrack>;
  readonly drawText: ImageDecoder['text'];
  readonly probeFacts: (path: string) => Promise<Result<SeenFacts>>;
  readonly itemOf: (id: ItemId) => Result<Item>;
  readonly itemPaths: OpenFile['paths'];
  /** Full path of a folder that holds exports only. */
  readonly folder: string;
  readonly now: Clock['now'];
  readonly onChange: (running: readonly ExportProgress[]) => void;
  readonly log: Log;
};

export const createExports = (deps: ExportDeps): Exports => {
  const { folder, now, log } = deps;
  const makeFile = createMakeExport(deps);
  const running = new Map<ItemId, Running>();
  const finished = createFinishedFiles<ExportId>({ folder, extension: '.mp4', maxBytes: keptBytes, now });

  const report = () =>
    deps.onChange(
      [...running].map(([itemId, { fraction }]) => ({ itemId, fraction: Math.min(1, fraction) })),
    );

  /** Full paths of the two videos. */
  const videosOf = async ({
    itemId,
    besideId = null,
  }: ExportRequest): Promise<Result<{ readonly [side in Side]: string }>> => {
    const own = await deps.itemPaths(itemId);
    if (!own.ok) return own;
    const { video, result } = own.value;
    if (besideId === null) return ok({ beside: video, result });
    const others = await deps.itemPaths(besideId);
    return others.ok ? ok({ beside: others.value.result, result }) : others;
  };

  const write = async (
    request: ExportRequest & Compared & { readonly signal: AbortSignal },
    onProgress: (fraction: number) => void,
  ): Promise<Result<MadeExport>> => {
    const { item, other, choices, audioPath = null, signal } = request;
    const videos = await videosOf(request);
    if (!videos.ok) return videos;
    const exportId = exportIdSchema.parse(randomUUID());
    const workFolder = join(folder, `.${exportId}`);
    try {
      await mkdir(workFolder, { recursive: true });
      const outPath = join(workFolder, 'made.mp4');
      const made = await makeFile({
        ...{ item, other, choices, paths: videos.value, audioPath, outPath, workFolder, signal, onProgress },
      });
      if (!made.ok) return made;
      const facts = await deps.probeFacts(outPath);
      if (!facts.ok) return facts;
      if (facts.value.kind !== 'video')
        return fail('tool-failed', { subject: 'ffmpeg', reason: 'nothing-made' });
      const { durationSec, sizeBytes } = facts.value;
      if (!isAsLong(facts.value, pairOf(item, other), choices)) return tooShort(facts.value);
      if (signal.aborted) return fail('cancelled');
      await rename(outPath, finished.pathFor(exportId));
      const name = exportFileName(item, other, choices.layout);
      finished.add(exportId, name);
      return ok({ exportId, name, sizeBytes, durationSec });
    } catch (cause) {
      return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, 'exports') };
    } finally {
      await removeTree(workFolder).catch((cause: unknown) =>
        log.warn('work folder of export not removed', { cause }),
      );
    }
  };

  const make: Exports['make'] = async (request) => {
    const { itemId, besideId = null, signal } = request;
    const item = deps.itemOf(itemId);
    if (!item.ok) return item;
    const other = besideId === null ? ok(null) : deps.itemOf(besideId);
    if (!other.ok) return other;
    running.get(itemId)?.stop.abort();
    const stop = new AbortController();
    const abort = () => stop.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    const onProgress = (fraction: number) => {
      const mine = running.get(itemId);
      if (mine?.stop !== stop || fraction < mine.fraction + progressStep) return;
      mine.fraction = fraction;
      report();
    };
    const working = finished
      .cleanup()
      .then(() =>
        write({ ...request, item: item.value, other: other.value, signal: stop.signal }, onProgress),
      );
    running.set(itemId, { stop, ended: working, fraction: 0 });
    report();
    try {
      return await working;
    } finally {
      signal?.removeEventListener('abort', abort);
      if (running.get(itemId)?.stop === stop) running.delete(itemId);
      report();
    }
  };

  return {
    make,
    cancel: (itemId) => running.get(itemId)?.stop.abort(),
    pathOf: finished.pathOf,
    discard: finished.discard,
    cleanup: finished.cleanup,
    close: async () => {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
};
