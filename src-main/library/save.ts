/** Saves a downloaded result in the library: verified, then moved in with its inputs as one folder, atomically. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { Facts, ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import { type Item, type ItemId, itemSchema, type KeptItem } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import type { LocalFile } from '../artifacts.ts';
import type { JobPorts, KeepRequest } from '../jobs/ports.ts';
import type { Clock, Log } from '../ports.ts';
import { type FolderOperations, folderOperations } from '../storage/atomic.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { itemFileName, itemFolderFor, itemIdFor, itemText, readItem } from './item/item-folder.ts';
import { readMarksFile } from './item/marks-file.ts';
import { toLibraryError } from './location/library-error.ts';
import type { LibraryLocation } from './location/location.ts';

type Call = { readonly signal: AbortSignal };

export type KeepDeps = {
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly catalogue: Pick<Catalogue, 'get' | 'insert' | 'insertAll'>;
  readonly probe: (path: string, call: Call) => Promise<Result<Facts>>;
  /** Writes a frame of the video as JPEG. */
  readonly poster: (request: {
    readonly videoPath: string;
    readonly to: string;
    readonly signal: AbortSignal;
  }) => Promise<Result<unknown>>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly files?: FolderOperations;
};

const brokenCodes: readonly AppError['code'][] = [
  'file-empty',
  'file-not-media',
  'file-no-video',
  'file-too-large',
];

const resultBroken = (error: AppError): Result<never> =>
  fail('result-broken', {
    reason: 'not-playable',
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  });

/** The stored files have short plain names with this extension, whatever the names of the originals. */
const extensionOf = (name: string): string => /\.([0-9A-Za-z]{1,8})$/.exec(name)?.[1] ?? 'bin';

/** The folder of this job's item, where the program ended before recording it; otherwise the first free folder. */
const findItemFolder = async (libraryFolder: string, record: KeepRequest['record']) => {
  for (let attempt = 1; ; attempt += 1) {
    const id = itemIdFor(record, attempt);
    const folder = itemFolderFor(record, id);
    const path = join(libraryFolder, folder);
    const kept = await readItem(path);
    // An item that has lost its result does not cost the paid result: that gets another folder.
    const isWhole = kept !== null && existsSync(join(path, kept.result.file));
    if (isWhole && kept.jobId === record.id) return { id, folder, kept };
    if (!existsSync(path)) return { id, folder, kept: null };
  }
};

type Kept = { readonly item: Item; readonly folder: string };

/** Inserts an existing item again with its marks, in case the catalogue was lost. */
const listAgain = async (
  { catalogue }: Pick<KeepDeps, 'catalogue'>,
  libraryFolder: string,
  { item, folder }: Kept,
): Promise<Result<KeptItem>> => {
  const file = await readMarksFile(join(libraryFolder, folder)).catch(() => null);
  const marks = file?.kind === 'marks' ? file.marks : noMarks;
  const listed = catalogue.insertAll([{ item, folder, marks, seen: null }]);
  return listed.ok ? catalogue.get(item.id) : listed;
};

/** The item of a job that was saved before the program ended, so that its result need not be downloaded again; null: none. */
export const createFindKept =
  ({ location, catalogue }: Pick<KeepDeps, 'location' | 'catalogue'>): JobPorts['findKept'] =>
  async (record) => {
    const ready = location.ready();
    if (!ready.ok) {
      // While the library's disk is away, the catalogue still lists the item.
      const listed = catalogue.get(itemIdFor(record, 1));
      return listed.ok && listed.value.jobId === record.id ? listed.value : null;
    }
    const { kept, folder } = await findItemFolder(ready.value, record);
    if (kept === null) return null;
    const listed = await listAgain({ catalogue }, ready.value, { item: kept, folder });
    return listed.ok ? listed.value : null;
  };

export const createKeep = (deps: KeepDeps): ((request: KeepRequest) => Promise<Result<KeptItem>>) => {
  const { location, catalogue, probe, clock, log, files = folderOperations } = deps;

  const probeResult = async ({ resultPath, signal }: KeepRequest): Promise<Result<VideoFacts>> => {
    const facts = await probe(resultPath, { signal });
    if (!facts.ok) return brokenCodes.includes(facts.error.code) ? resultBroken(facts.error) : facts;
    return facts.value.kind === 'video' && facts.value.durationSec > 0
      ? ok(facts.value)
      : fail('result-broken', { reason: 'not-playable' });
  };

  /** The facts of a file that was sent unchanged are known. */
  const factsAsSent = async <F extends ImageFacts | VideoFacts>(
    file: LocalFile,
    given: { readonly facts: F; readonly isKind: (facts: Facts) => facts is Facts & F },
    call: Call,
  ): Promise<Result<F>> => {
    if (file.sha256 === given.facts.sha256) return ok(given.facts);
    const facts = await probe(file.path, call);
    if (!facts.ok) return facts;
    return given.isKind(facts.value) ? ok(facts.value) : fail('internal', { subject: file.name });
  };

  const describeItem = async (request: KeepRequest, id: ItemId): Promise<Result<Item>> => {
    const { record, model, fitted } = request;
    const result = await probeResult(request);
    if (!result.ok) return result;
    const { state } = record;
    const acceptedAt = state.kind === 'downloading' ? Date.parse(state.startedAt) : null;
    const now = clock.now();
    const isImage = (facts: Facts): facts is ImageFacts => facts.kind === 'image';
    const isVideo = (facts: Facts): facts is VideoFacts => facts.kind === 'video';
    const image = await factsAsSent(fitted.image, { facts: record.image.facts, isKind: isImage }, request);
    if (!image.ok) return image;
    const video = await factsAsSent(fitted.video, { facts: record.video.facts, isKind: isVideo }, request);
    if (!video.ok) return video;
    return ok(
      itemSchema.parse({
        version: 1,
        id,
        jobId: record.id,
        createdAt: now.toISOString(),
        provider: model.provider,
        modelName: model.name,
        choices: record.choices,
        plan: record.plan,
        image: {
          file: `character.${extensionOf(fitted.image.name)}`,
          name: record.image.name,
          facts: image.value,
        },
        video: {
          file: `motion.${extensionOf(fitted.video.name)}`,
          name: record.video.name,
          facts: video.value,
        },
        result: { file: 'result.mp4', facts: result.value },
        poster: { file: 'poster.jpg' },
        inputs: { imageSha256: record.image.facts.sha256, videoSha256: record.video.facts.sha256 },
        estimate: record.estimate,
        transferRecords: request.transferRecords,
        billedMicros: request.billedMicros,
        // A clock that was set back must not make the duration negative, which the schema rejects.
        tookSec: acceptedAt === null ? null : Math.max(0, Math.round((now.getTime() - acceptedAt) / 1000)),
        isDemo: model.provider === 'demo',
      }),
    );
  };

  /** Fills the temporary folder. */
  const fill = async (incoming: string, item: Item, request: KeepRequest): Promise<Result<Item>> => {
    await files.remove(incoming);
    await files.makeFolder(incoming);
    await files.place(request.fitted.image.path, join(incoming, item.image.file));
    await files.place(request.fitted.video.path, join(incoming, item.video.file));
    await files.place(request.resultPath, join(incoming, item.result.file));
    const poster = await deps.poster({
      videoPath: join(incoming, item.result.file),
      to: join(incoming, item.poster.file),
      signal: request.signal,
    });
    // A video without a single decodable frame is not playable.
    if (!poster.ok) return poster.error.code === 'tool-failed' ? resultBroken(poster.error) : poster;
    await files.write(join(incoming, itemFileName), itemText(item));
    return ok(item);
  };

  /** Where the library was moved meanwhile, fails; the next attempt uses its new location. */
  const stillAt = (libraryFolder: string): Result<null> => {
    const ready = location.ready();
    if (!ready.ok) return ready;
    return ready.value === libraryFolder ? ok(null) : fail('library-busy');
  };

  const moveIn = async (
    { item, folder }: Kept,
    libraryFolder: string,
    request: KeepRequest,
  ): Promise<Result<KeptItem>> => {
    const incoming = join(libraryFolder, `.incoming-${item.id}`);
    const target = join(libraryFolder, folder);
    const undo = async () => {
      for (const path of [incoming, target])
        await files.remove(path).catch((cause: unknown) => log.warn('partial item not removed', { cause }));
    };
    const attempt = async (): Promise<Result<KeptItem>> => {
      const filled = await fill(incoming, item, request);
      if (!filled.ok) return filled;
      if (request.signal.aborted) return fail('cancelled');
      const before = stillAt(libraryFolder);
      if (!before.ok) return before;
      await files.moveIn(incoming, target, request.signal);
      // Again, because an item in the former location would be listed and missing.
      const after = stillAt(libraryFolder);
      return after.ok ? catalogue.insert(item, folder) : after;
    };
    const moved = await attempt().catch((cause: unknown): Result<KeptItem> => {
      log.error('result not moved into library', { jobId: item.jobId, cause });
      return { ok: false, error: toLibraryError(cause, location) };
    });
    if (!moved.ok) await undo();
    return moved;
  };

  return async (request) => {
    const ready = location.ready();
    if (!ready.ok) return ready;
    const { id, folder, kept } = await findItemFolder(ready.value, request.record);
    const item = kept === null ? await describeItem(request, id) : ok(kept);
    if (!item.ok) return item;
    const found: Kept = { item: item.value, folder };
    const placed =
      kept === null
        ? await moveIn(found, ready.value, request)
        : await listAgain({ catalogue }, ready.value, found);
    if (placed.ok)
      await files
        .remove(request.resultPath)
        .catch((cause: unknown) => log.warn('download of saved result not removed', { cause }));
    return placed;
  };
};
