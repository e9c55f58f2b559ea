/** Makes the two files that are sent. Follows the plan and decides nothing by itself. */
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import { toFileError } from '../files/file-error.ts';
import type { FitRequest, FittedFiles } from '../jobs/ports.ts';
import type { LocalFile } from '../providers/spec.ts';
import { lowerKbps, videoKbps } from './bit-rate.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { type ImageTarget, imageArguments, imageInputOptions, jpegQualities } from './image-arguments.ts';
import { hashFile, type ProbeFile } from './probe.ts';
import { encodeArguments, findStep, remuxArguments, seekOptions } from './video-arguments.ts';

/** The first estimate is nearly always under the cap; more than this many would be a bug. */
const maxTries = 4;

const demuxers: Readonly<Record<string, string>> = {
  jpg: 'jpeg_pipe',
  png: 'png_pipe',
  webp: 'webp_pipe',
  gif: 'gif',
  bmp: 'bmp_pipe',
  tiff: 'tiff_pipe',
};
const imageDemuxer = (facts: ImageFacts): string | null =>
  facts.container === 'png' && facts.isAnimated ? 'apng' : (demuxers[facts.container] ?? null);

const contentTypes = {
  jpg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
} as const;
type Extension = keyof typeof contentTypes;
const isExtension = (text: string): text is Extension => Object.hasOwn(contentTypes, text);

type Part = { readonly folder: string; readonly signal: AbortSignal };

export const createFit = (deps: { readonly ffmpeg: Ffmpeg; readonly probe: ProbeFile }) => {
  const { ffmpeg, probe } = deps;

  /** Writes under a passing name first, so that a finished name always means a finished file. */
  const finish = async (
    part: Part & { readonly stem: string; readonly extension: string },
    write: (path: string) => Promise<Result<unknown>>,
  ): Promise<Result<LocalFile>> => {
    const { folder, stem, extension } = part;
    if (!isExtension(extension)) return fail('internal', { detail: `no such kind of file: ${extension}` });
    const name = `${stem}.${extension}`;
    const path = join(folder, name);
    const passing = `${path}.part`;
    try {
      await mkdir(folder, { recursive: true });
      const written = await write(passing);
      if (!written.ok) return written;
      const { size } = await stat(passing);
      const sha256 = await hashFile(passing, part.signal);
      await rename(passing, path);
      return ok({ path, name, contentType: contentTypes[extension], sizeBytes: size, sha256 });
    } catch (cause) {
      return part.signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, name) };
    } finally {
      await rm(passing, { force: true });
    }
  };

  const copy = (from: string) => async (to: string) => {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    return ok({});
  };

  const encodeImage = async (
    request: {
      readonly path: string;
      readonly facts: ImageFacts;
      readonly steps: readonly ImageStep[];
      readonly maxBytes: number;
      readonly target: ImageTarget;
    } & Part,
    to: string,
  ): Promise<Result<'fits' | 'too-large'>> => {
    const encoded = await ffmpeg.encode({
      inputs: [{ path: request.path, demuxer: imageDemuxer(request.facts), options: imageInputOptions }],
      args: imageArguments(request.facts, request.steps, request.target),
      outPath: to,
      outFolder: request.folder,
      lengthSec: null,
      signal: request.signal,
      onProgress: () => undefined,
    });
    if (!encoded.ok) return encoded;
    return ok((await stat(to)).size <= request.maxBytes ? 'fits' : 'too-large');
  };

  const fitImage = async (request: FitRequest): Promise<Result<LocalFile>> => {
    const { path, facts } = request.image;
    const { steps } = request.plan.image;
    const part = { folder: request.folder, signal: request.signal, stem: 'character' };
    const encode = steps.find((step) => step.kind === 'encode');
    if (encode === undefined) return finish({ ...part, extension: facts.container }, copy(path));
    const targets: readonly ImageTarget[] = [
      ...(encode.container === 'png' ? [{ container: 'png' as const }] : []),
      ...jpegQualities.map((quality) => ({ container: 'jpg' as const, quality })),
    ];
    for (const target of targets) {
      let isOver = false;
      const fitted = await finish({ ...part, extension: target.container }, async (to) => {
        const tried = await encodeImage(
          { path, facts, steps, maxBytes: encode.maxBytes, target, ...part },
          to,
        );
        isOver = tried.ok && tried.value === 'too-large';
        return isOver ? fail('tool-failed', { subject: 'ffmpeg' }) : tried;
      });
      if (!isOver) return fitted;
    }
    return fail('tool-failed', {
      subject: 'ffmpeg',
      detail: `The picture stays over ${encode.maxBytes} bytes.`,
    });
  };

  /** What was made is looked at again: a file that breaks its own plan is never sent. */
  const verify = async (
    path: string,
    expected: { readonly lengthSec: number; readonly fps: number; readonly maxBytes: number },
  ): Promise<Result<VideoFacts>> => {
    const facts = await probe(path);
    if (!facts.ok) return facts;
    if (facts.value.kind !== 'video') return fail('tool-failed', { subject: 'ffmpeg' });
    const { videoCodec, pixelFormat, durationSec, sizeBytes } = facts.value;
    const isRight =
      videoCodec === 'h264' &&
      pixelFormat === 'yuv420p' &&
      Math.abs(durationSec - expected.lengthSec) <= 1.01 / expected.fps &&
      sizeBytes <= expected.maxBytes;
    const detail = `made ${videoCodec} ${pixelFormat}, ${durationSec} s, ${sizeBytes} bytes`;
    return isRight ? ok(facts.value) : fail('tool-failed', { subject: 'ffmpeg', detail });
  };

  const encodeVideo = async (
    request: FitRequest,
    encode: Extract<VideoStep, { kind: 'encode' }>,
    to: string,
  ) => {
    const { path, facts } = request.video;
    const { steps } = request.plan.video;
    const { window } = request.plan;
    const lengthSec = window.endSec - window.startSec;
    if (findStep(steps, 'tone-map') && !(await ffmpeg.hasFilter('zscale')))
      return fail('tool-missing', {
        subject: 'zscale',
        detail: 'This ffmpeg cannot turn HDR into standard range.',
      });
    let kbps = videoKbps({
      maxBytes: encode.maxBytes,
      lengthSec,
      hasSound: encode.sound === 'aac',
      sourceBytes: facts.sizeBytes,
      sourceSec: facts.durationSec,
    });
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      const encoded = await ffmpeg.encode({
        inputs: [{ path, demuxer: null, options: seekOptions(window, findStep(steps, 'cut') !== undefined) }],
        args: encodeArguments({ steps, encode, lengthSec, kbps }),
        outPath: to,
        outFolder: request.folder,
        lengthSec,
        signal: request.signal,
        onProgress: request.onProgress,
      });
      if (!encoded.ok) return encoded;
      const { size } = await stat(to);
      if (size <= encode.maxBytes)
        return verify(to, { lengthSec, fps: encode.fps, maxBytes: encode.maxBytes });
      kbps = lowerKbps(kbps, size, encode.maxBytes);
    }
    return fail('tool-failed', {
      subject: 'ffmpeg',
      detail: `The clip stays over ${encode.maxBytes} bytes.`,
    });
  };

  const fitVideo = async (request: FitRequest): Promise<Result<LocalFile>> => {
    const { path, facts } = request.video;
    const { steps } = request.plan.video;
    const part = { folder: request.folder, signal: request.signal, stem: 'motion' };
    const encode = findStep(steps, 'encode');
    if (encode) return finish({ ...part, extension: 'mp4' }, (to) => encodeVideo(request, encode, to));
    const remux = findStep(steps, 'remux');
    if (!remux) return finish({ ...part, extension: facts.container }, copy(path));
    return finish({ ...part, extension: 'mp4' }, (to) =>
      ffmpeg.encode({
        inputs: [{ path, demuxer: null }],
        args: remuxArguments(remux),
        outPath: to,
        outFolder: request.folder,
        lengthSec: facts.durationSec,
        signal: request.signal,
        onProgress: request.onProgress,
      }),
    );
  };

  /** Nothing is left in the folder when it fails or is cancelled. */
  return async (request: FitRequest): Promise<Result<FittedFiles>> => {
    request.onProgress(0);
    const image = await fitImage(request);
    if (!image.ok) return image;
    const video = await fitVideo(request);
    if (!video.ok) {
      await rm(image.value.path, { force: true });
      return video;
    }
    request.onProgress(1);
    return ok({ image: image.value, video: video.value });
  };
};
