/** The media room as one object: probing, fitting, frames, and the offline model's clip, a few at a time. */
import { basename } from 'node:path';
import { fail, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { FitRequest, FittedFiles } from '../jobs/ports.ts';
import { createDemoClip, type DemoRequest } from './demo-clip.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { createFit } from './fit.ts';
import { createFrames } from './frames.ts';
import { createGate } from './gate.ts';
import { createProbe } from './probe.ts';
import type { Tools } from './tools.ts';

export type Media = {
  readonly probe: (path: string, call?: { readonly signal?: AbortSignal }) => Promise<Result<Facts>>;
  readonly fit: (request: FitRequest) => Promise<Result<FittedFiles>>;
  /** One frame as JPEG. */
  readonly frame: (request: {
    readonly path: string;
    readonly atSec: number;
    readonly heightPx: number;
    readonly signal?: AbortSignal;
  }) => Promise<Result<Uint8Array>>;
  readonly poster: (request: {
    readonly videoPath: string;
    readonly to: string;
    readonly signal: AbortSignal;
  }) => Promise<Result<Record<string, never>>>;
  readonly composeDemo: (request: DemoRequest) => Promise<Result<Record<string, never>>>;
};

export const createMedia = (deps: { readonly tools: Tools; readonly captionPath: string }): Media => {
  const ffmpeg = createFfmpeg(deps.tools);
  const probe = createProbe(ffmpeg);
  const fit = createFit({ ffmpeg, probe });
  const frames = createFrames(ffmpeg);
  const composeDemo = createDemoClip({ ffmpeg, probe, captionPath: deps.captionPath });
  // Encoders use every core by themselves; single frames are short and may pass beside one.
  const encoding = createGate(1);
  const looking = createGate(2);
  return {
    probe: (path, call) => looking(() => probe(path, call), call?.signal),
    fit: (request) => encoding(() => fit(request), request.signal),
    frame: (request) => looking(() => frames.frameAt(request), request.signal),
    poster: (request) =>
      looking(async () => {
        const facts = await probe(request.videoPath, { signal: request.signal });
        if (!facts.ok) return facts;
        return facts.value.kind === 'video'
          ? frames.writePoster({ ...request, facts: facts.value })
          : fail('file-is-picture', { subject: basename(request.videoPath) });
      }, request.signal),
    composeDemo: (request) => encoding(() => composeDemo(request), request.signal),
  };
};
