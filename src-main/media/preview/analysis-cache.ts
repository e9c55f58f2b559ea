/** Expensive analysis of an open source - cuts, waveform, a preview copy - computed once per file and cached. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type Body, bodySchema } from '#contract/model/body.ts';
import type { SeenFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import { type Scan, scanSchema, type Waveform, waveformSchema } from '#contract/model/scan.ts';
import type { SourceId } from '#contract/model/source.ts';
import { markUsed, shrinkFolder } from '../../storage/cache-folder.ts';
import { toFileError } from '../../storage/file-error.ts';
import { parseJson } from '../../storage/json-file.ts';
import type { OpenSource } from '../sources.ts';

/** Incremented when the same file produces another result. */
const analysisVersion = 2;

/** What every analysis of an open file is called with; most are of videos. */
export type AnalysisRequest<F extends SeenFacts = SeenVideoFacts> = {
  /** Full path. */
  readonly path: string;
  readonly facts: F;
  /** 0..1 */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
};
type AnalysisWork = 'scan' | 'waveform' | 'preview' | 'body';

export type AnalysisCache = {
  readonly scan: (id: SourceId) => Promise<Result<Scan>>;
  readonly waveform: (id: SourceId) => Promise<Result<Waveform>>;
  readonly preview: (id: SourceId) => Promise<Result<Record<string, never>>>;
  /** The people in an image or a video. */
  readonly body: (id: SourceId) => Promise<Result<Body>>;
  /** Full path of the preview copy; null while there is none. */
  readonly previewPath: (id: SourceId) => string | null;
  /** Cancels the analysis of a source that is no longer open. */
  readonly close: (id: SourceId) => void;
};

/** Progress is reported in steps of this fraction. */
const progressStep = 0.02;

/** Concurrent requests for the same analysis share one run. */
const sharing = <T>(analyse: (id: SourceId) => Promise<Result<T>>) => {
  const running = new Map<SourceId, Promise<Result<T>>>();
  return (id: SourceId): Promise<Result<T>> => {
    const at = running.get(id);
    if (at) return at;
    const started = analyse(id).finally(() => running.delete(id));
    running.set(id, started);
    return started;
  };
};

const onlyVideo = (facts: SeenFacts): SeenVideoFacts | null => (facts.kind === 'video' ? facts : null);

export const createAnalysisCache = (deps: {
  readonly source: (id: SourceId) => OpenSource | null;
  readonly scan: (request: AnalysisRequest) => Promise<Result<Scan>>;
  readonly waveform: (request: AnalysisRequest) => Promise<Result<Waveform>>;
  /** Leaves a file at `outPath` only if it is complete. */
  readonly preview: (request: AnalysisRequest & { readonly outPath: string }) => Promise<Result<unknown>>;
  readonly body: (request: AnalysisRequest<SeenFacts>) => Promise<Result<Body>>;
  /** Full path; created when missing. */
  readonly folder: string;
  readonly maxBytes: number;
  readonly now: () => Date;
  readonly onProgress: (progress: {
    readonly sourceId: SourceId;
    readonly work: AnalysisWork;
    readonly fraction: number;
  }) => void;
}): AnalysisCache => {
  const { folder, maxBytes, now, onProgress } = deps;
  const stops = new Map<SourceId, AbortController>();
  const previews = new Map<SourceId, string>();

  const stopOf = (id: SourceId): AbortController => {
    const stop = stops.get(id) ?? new AbortController();
    stops.set(id, stop);
    return stop;
  };

  /**
   * Keyed by path, size and modification time, not by content: hashing a long video would take longer than the
   * analysis.
   */
  const folderOf = async (path: string): Promise<string> => {
    const { size, mtimeMs } = await stat(path);
    const key = JSON.stringify([analysisVersion, path, size, mtimeMs]);
    return join(folder, createHash('sha256').update(key).digest('hex'));
  };

  const analyseFile = async <T, F extends SeenFacts>(
    id: SourceId,
    { work, accept }: { readonly work: AnalysisWork; readonly accept: (facts: SeenFacts) => F | null },
    analyse: (request: AnalysisRequest<F>, own: string) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const source = deps.source(id);
    if (source === null) return fail('source-gone');
    const { path, name } = source;
    const facts = accept(source.facts);
    if (facts === null) return fail('file-is-image', { subject: name });
    let reportedFraction = 0;
    const request: AnalysisRequest<F> = {
      path,
      facts,
      signal: stopOf(id).signal,
      onProgress: (fraction) => {
        if (fraction - reportedFraction < progressStep) return;
        reportedFraction = fraction;
        onProgress({ sourceId: id, work, fraction: Math.min(1, fraction) });
      },
    };
    try {
      const own = await folderOf(path);
      await mkdir(own, { recursive: true });
      await markUsed(own, now());
      const seen = await analyse(request, own);
      if (seen.ok) await shrinkFolder({ folder, maxBytes, now: now() });
      return seen;
    } catch (cause) {
      return { ok: false, error: toFileError(cause, name) };
    }
  };

  /** Cached as JSON; an unreadable entry is computed again. */
  const keptAsJson = <S extends z.ZodType, F extends SeenFacts>(
    kind: { readonly work: AnalysisWork; readonly accept: (facts: SeenFacts) => F | null },
    schema: S,
    make: (request: AnalysisRequest<F>) => Promise<Result<z.output<S>>>,
  ) =>
    sharing((id) =>
      analyseFile(id, kind, async (request, own) => {
        const path = join(own, `${kind.work}.json`);
        const text = await readFile(path, 'utf8').catch(() => null);
        const before = text === null ? null : parseJson(text, schema);
        if (before !== null) return ok(before);
        const made = await make(request);
        if (made.ok) await writeFile(path, JSON.stringify(made.value));
        return made;
      }),
    );

  return {
    scan: keptAsJson({ work: 'scan', accept: onlyVideo }, scanSchema, deps.scan),
    waveform: keptAsJson({ work: 'waveform', accept: onlyVideo }, waveformSchema, deps.waveform),
    body: keptAsJson({ work: 'body', accept: (facts) => facts }, bodySchema, deps.body),
    preview: sharing((id) =>
      analyseFile(id, { work: 'preview', accept: onlyVideo }, async (request, own) => {
        const path = join(own, 'preview.mp4');
        const before = await stat(path).catch(() => null);
        const made = before ? ok({}) : await deps.preview({ ...request, outPath: path });
        if (!made.ok) return made;
        previews.set(id, path);
        return ok({});
      }),
    ),
    previewPath: (id) => previews.get(id) ?? null,
    close: (id) => {
      stops.get(id)?.abort();
      stops.delete(id);
      previews.delete(id);
    },
  };
};
