/** Samples an image or a video and finds the people in each frame. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Body, BodySample, Person } from '#contract/model/body.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { createDrawSource } from '../image/draw-source.ts';
import type { BodyDetector } from './body-detector.ts';

/** Longer side of the frames that the model gets, in pixels. */
const longSidePx = 256;
/** The model needs sides that are multiples of this. */
const blockPx = 32;
/** Samples per second of a whole video. */
export const wholePerSec = 2;
/** Part of a video that is decoded before its frames are examined: bounds the memory. */
const partSec = 30;

type FrameSize = {
  readonly width: number;
  readonly height: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
};

export const frameSizeOf = ({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): FrameSize => {
  const scale = longSidePx / Math.max(width, height);
  const side = (length: number) => Math.max(blockPx / 2, Math.round(length * scale));
  const padded = (length: number) => Math.ceil(length / blockPx) * blockPx;
  const [contentWidth, contentHeight] = [side(width), side(height)];
  return { width: padded(contentWidth), height: padded(contentHeight), contentWidth, contentHeight };
};

/** Adds the padding at the right and at the bottom. */
const padPixels = (pixels: Uint8Array, size: FrameSize): Uint8Array => {
  const padded = new Uint8Array(size.width * size.height * 3);
  for (let row = 0; row < size.contentHeight; row += 1)
    padded.set(
      pixels.subarray(row * size.contentWidth * 3, (row + 1) * size.contentWidth * 3),
      row * size.width * 3,
    );
  return padded;
};

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
/** Four decimals are a tenth of a pixel of the largest video; more would only enlarge the cache. */
const compact = ({ score, box, joints }: Person): Person => ({
  score: rounded(score),
  box: { x: rounded(box.x), y: rounded(box.y), width: rounded(box.width), height: rounded(box.height) },
  joints: joints.map(([x, y, jointScore]) => [rounded(x), rounded(y), rounded(jointScore)]),
});

export type ImageBodyRequest = {
  readonly path: string;
  readonly facts: SeenImageFacts;
  readonly signal: AbortSignal;
};
export type VideoBodyRequest = {
  readonly path: string;
  readonly facts: SeenVideoFacts;
  readonly signal: AbortSignal;
  /** 0..1 */
  readonly onProgress: (fraction: number) => void;
  /** The part and the samples per second; the whole video where it is absent. */
  readonly part?: { readonly startSec: number; readonly endSec: number; readonly perSec: number };
};

export const createBodyScan = (deps: {
  readonly ffmpeg: Pick<Ffmpeg, 'stream'>;
  readonly drawSource: ReturnType<typeof createDrawSource>;
  readonly detect: BodyDetector;
}) => {
  const { ffmpeg, drawSource, detect } = deps;

  const image = async ({ path, facts, signal }: ImageBodyRequest): Promise<Result<Body>> => {
    const { width, height } = facts;
    const size = frameSizeOf(facts);
    const drawn = await drawSource({
      ...{ path, facts, signal },
      steps: [{ kind: 'scale', width: size.contentWidth, height: size.contentHeight, because: [] }],
      target: { kind: 'pixels' },
    });
    if (!drawn.ok) return drawn;
    const people = await detect({ ...size, pixels: padPixels(drawn.value, size) }, signal);
    if (!people.ok) return people;
    return ok({ width, height, stepSec: null, samples: [{ atSec: 0, people: people.value.map(compact) }] });
  };

  /** RGB frames of one part, in order. */
  const framesOf = async (
    { path, facts, signal }: VideoBodyRequest,
    part: { readonly startSec: number; readonly lengthSec: number; readonly perSec: number },
    size: FrameSize,
  ): Promise<Result<readonly Buffer[]>> => {
    const chunks: Buffer[] = [];
    const { contentWidth, contentHeight } = size;
    const seek = part.startSec > 0 ? ['-ss', part.startSec.toFixed(3)] : [];
    const streamed = await ffmpeg.stream(
      {
        path,
        demuxer: null,
        options: ['-skip_loop_filter', 'noref', ...seek, '-t', part.lengthSec.toFixed(3)],
      },
      [
        ...['-map', `0:V:${facts.videoStream}`, '-an', '-sn', '-dn'],
        '-vf',
        `fps=fps=${part.perSec}:start_time=0:round=near,scale=${contentWidth}:${contentHeight}:flags=area,format=rgb24`,
        ...['-c:v', 'rawvideo', '-f', 'rawvideo'],
      ],
      { signal, onChunk: (chunk) => void chunks.push(Buffer.from(chunk)) },
    );
    if (!streamed.ok) return streamed;
    const bytes = Buffer.concat(chunks);
    const frameBytes = contentWidth * contentHeight * 3;
    return ok(
      Array.from({ length: Math.floor(bytes.length / frameBytes) }, (_, index) =>
        bytes.subarray(index * frameBytes, (index + 1) * frameBytes),
      ),
    );
  };

  const video = async (request: VideoBodyRequest): Promise<Result<Body>> => {
    const { facts, signal, onProgress } = request;
    const { startSec, endSec, perSec } = request.part ?? {
      startSec: 0,
      endSec: facts.durationSec,
      perSec: wholePerSec,
    };
    const size = frameSizeOf(facts);
    const samples: BodySample[] = [];
    const expected = Math.max(1, (endSec - startSec) * perSec);
    for (let fromSec = startSec; fromSec < endSec; fromSec += partSec) {
      const part = { startSec: fromSec, lengthSec: Math.min(partSec, endSec - fromSec), perSec };
      const frames = await framesOf(request, part, size);
      if (!frames.ok) return frames;
      for (const [index, pixels] of frames.value.entries()) {
        const people = await detect({ ...size, pixels: padPixels(pixels, size) }, signal);
        if (!people.ok) return people;
        samples.push({ atSec: rounded(fromSec + index / perSec), people: people.value.map(compact) });
        onProgress(Math.min(1, samples.length / expected));
      }
    }
    if (samples.length === 0) return fail('tool-failed', { subject: 'ffmpeg', reason: 'no-frame-decoded' });
    const { width, height } = facts;
    return ok({ width, height, stepSec: 1 / perSec, samples });
  };

  return { image, video };
};
