/** How loud a clip is over its whole length, for drawing; read once, in pieces, whatever the clip's size. */
import { ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Waveform } from '#contract/model/scan.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { downmix } from '../video/audio-arguments.ts';

/** Enough to hear where something is loud, and half the work of what speech would need. */
const samplesPerSec = 8000;
/** More than any screen has columns. */
const maxPeaks = 4000;
/** Finer than this nothing can be told apart at the closest look, in samples: a hundredth of a second. */
const minStepSamples = samplesPerSec / 100;
const bytesPerSample = 2;
const loudest = 32_768;
/** Longer than hours of sound take; a file that lies about its times could go on for ever. */
const limitMs = 5 * 60_000;

export type WaveformRequest = {
  /** Full path. */
  readonly path: string;
  readonly facts: Pick<SeenVideoFacts, 'durationSec' | 'audioCodec' | 'audioStream' | 'audioChannels'>;
  readonly signal: AbortSignal;
  /** 0..1 */
  readonly onProgress: (fraction: number) => void;
};

const stepSamplesOf = (durationSec: number): number =>
  Math.max(minStepSamples, Math.ceil((durationSec * samplesPerSec) / maxPeaks));

/** Takes samples as they come, cut anywhere, and keeps the loudest of each step. */
const createPeaks = (stepSamples: number, count: number) => {
  const peaks = new Float64Array(count);
  let samples = 0;
  let half: number | null = null;
  const take = (sample: number) => {
    const step = Math.floor(samples / stepSamples);
    samples += 1;
    // Sound may go on after the pictures.
    if (step >= count) return;
    peaks[step] = Math.max(peaks[step] ?? 0, Math.min(1, Math.abs(sample) / loudest));
  };
  return {
    add: (chunk: Buffer) => {
      let at = 0;
      if (half !== null && chunk.length > 0) {
        take((chunk.readInt8(0) << 8) | half);
        at = 1;
      }
      for (; at + bytesPerSample <= chunk.length; at += bytesPerSample) take(chunk.readInt16LE(at));
      if (chunk.length > 0) half = at < chunk.length ? chunk.readUInt8(at) : null;
    },
    samples: () => samples,
    all: (): number[] => Array.from(peaks, (peak) => Number(peak.toFixed(3))),
  };
};

/** A clip without sound has no peaks. */
export const createWaveform =
  ({ ffmpeg }: { readonly ffmpeg: Pick<Ffmpeg, 'stream'> }) =>
  async ({ path, facts, signal, onProgress }: WaveformRequest): Promise<Result<Waveform>> => {
    const stepSamples = stepSamplesOf(facts.durationSec);
    const stepSec = stepSamples / samplesPerSec;
    if (facts.audioCodec === null) return ok({ stepSec, peaks: [] });
    const count = Math.max(1, Math.ceil(facts.durationSec / stepSec));
    const peaks = createPeaks(stepSamples, count);
    const { filters, options } = downmix(facts, 1);
    const heard = await ffmpeg.stream(
      { path, demuxer: null },
      [
        ...['-map', `0:a:${facts.audioStream}`, '-vn', '-sn', '-dn', ...options],
        // Sound that begins late, or has holes, keeps its place under the pictures.
        ...['-af', [...filters, `aresample=${samplesPerSec}:async=1:first_pts=0`].join(',')],
        ...['-c:a', 'pcm_s16le', '-f', 's16le'],
      ],
      {
        signal,
        limitMs,
        onChunk: (chunk) => {
          peaks.add(chunk);
          onProgress(Math.min(1, peaks.samples() / (count * stepSamples)));
        },
      },
    );
    return heard.ok ? ok({ stepSec, peaks: peaks.all() }) : heard;
  };
