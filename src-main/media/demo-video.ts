/**
 * The offline model's placeholder result: the character sways over a blurred copy of the image, with a caption that
 * names it a demo.
 */
import { basename, dirname } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { Ffmpeg } from './ffmpeg/ffmpeg.ts';
import type { ProbeFile } from './probe/probe.ts';
import { frameRate } from './video/video-arguments.ts';

const longSidePx = 960;

export type DemoRequest = {
  readonly imagePath: string;
  readonly videoPath: string;
  readonly orientation: Orientation;
  readonly keepAudio: boolean;
  readonly lengthSec: number;
  readonly outPath: string;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
};

/** The containers that models accept; others are left to ffmpeg. */
const demuxers: Readonly<Record<string, string>> = { jpg: 'jpeg_pipe', png: 'png_pipe' };

/** Even sides, the longer one at most 960 px. */
export const demoSize = (shape: { readonly width: number; readonly height: number }) => {
  const scale = Math.min(1, longSidePx / Math.max(shape.width, shape.height));
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(shape.width), height: even(shape.height) };
};

const demoFilter = (size: { readonly width: number; readonly height: number }, fps: number): string => {
  const { width, height } = size;
  const tiny = { width: Math.max(16, Math.round(width / 24)), height: Math.max(16, Math.round(height / 24)) };
  const rate = frameRate(fps);
  // Drawn once and repeated: blurring each frame would take most of the time.
  const still = `format=yuva420p,loop=loop=-1:size=1:start=0,setpts=N/(${rate})/TB`;
  return [
    '[0:v]setsar=1,split[a][b]',
    `[a]scale=${tiny.width}:${tiny.height}:force_original_aspect_ratio=increase,crop=${tiny.width}:${tiny.height},boxblur=2:2,scale=${width}:${height}:flags=bicubic,setsar=1,eq=brightness=-0.12:saturation=0.7,${still}[back]`,
    `[b]scale=${Math.round(width * 0.86)}:${Math.round(height * 0.86)}:force_original_aspect_ratio=decrease:flags=bicubic,setsar=1,${still}[front]`,
    `[2:v]scale=${Math.round(width * 0.94)}:-1:flags=bicubic,setsar=1[caption]`,
    `[back][front]overlay=x='(W-w)/2+sin(2*t)*W*0.035':y='(H-h)/2-abs(sin(2*t))*H*0.03':shortest=0[moving]`,
    `[moving][caption]overlay=x='(W-w)/2':y='H-h-H*0.03',fps=${rate},format=yuv420p[out]`,
  ].join(';');
};

export const createDemoVideo =
  (deps: {
    readonly ffmpeg: Ffmpeg;
    readonly probe: ProbeFile;
    /** Full path of the caption, a PNG with transparency. */
    readonly captionPath: string;
  }) =>
  async (request: DemoRequest): Promise<Result<Record<string, never>>> => {
    const { ffmpeg, probe, captionPath } = deps;
    const image = await probe(request.imagePath, { signal: request.signal });
    if (!image.ok) return image;
    const video = await probe(request.videoPath, { signal: request.signal });
    if (!video.ok) return video;
    if (image.value.kind !== 'image') return fail('file-is-video', { subject: basename(request.imagePath) });
    if (video.value.kind !== 'video') return fail('file-is-image', { subject: basename(request.videoPath) });
    const { isAnimated, container } = image.value;
    const { fps: videoFps, audioStream } = video.value;
    const size = demoSize(request.orientation === 'image' ? image.value : video.value);
    const fps = Math.min(30, Math.max(10, videoFps));
    const encoded = await ffmpeg.encode({
      inputs: [
        { path: request.imagePath, demuxer: isAnimated ? null : (demuxers[container] ?? null) },
        { path: request.videoPath, demuxer: null },
        { path: captionPath, demuxer: 'png_pipe' },
      ],
      args: [
        ...['-filter_complex', demoFilter(size, fps), '-map', '[out]'],
        ...(request.keepAudio ? ['-map', `1:a:${audioStream}?`, '-c:a', 'aac', '-b:a', '128k'] : ['-an']),
        ...['-map_metadata', '-1', '-t', request.lengthSec.toFixed(6)],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-movflags', '+faststart', '-f', 'mp4'],
      ],
      outPath: request.outPath,
      outFolder: dirname(request.outPath),
      lengthSec: request.lengthSec,
      signal: request.signal,
      onProgress: request.onProgress,
    });
    return encoded.ok ? ok({}) : encoded;
  };
