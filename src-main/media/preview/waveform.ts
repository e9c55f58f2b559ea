/** The waveform of a video for drawing; read once, as a stream, for files of any size. */
import { ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Waveform } from '#contract/model/scan.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { downmix } from '../video/video-arguments.ts';
import type { AnalysisRequest } from './analysis-cache.ts';

/** Sufficient to show peaks, and half the work of a rate for speech. */
const samplesPerSec = 8000;
/** More than any screen has columns. */
const maxPeaks = 4000;
/** The finest resolution at maximum zoom, in samples: a hundredth of a second. */
const minStepSamples = samplesPerSec / 100;
const bytesPerSample = 2;
const loudest = 32_768;
/** Longer than hours of audio take; a file with wrong timestamps could otherwise run without end. */
const limitMs = 5 * 60_000;

type WaveformRequest = Omit<AnalysisRequest, 'facts'> & {
  readonly facts: Pick<SeenVideoFacts, 'durationSec' | 'audioCodec' | 'audioStream' | 'audioChannels'>;
};

const stepSamplesOf = (durationSec: number): number =>
  Math.max(minStepSamples, Math.ceil((durationSec * samplesPerSec) / maxPeaks));

/** Reads samples in chunks of any size, and keeps the peak of each step. */
const createPeaks = (stepSamples: number, count: number) => {
  const peaks = new Float64Array(count);
  let samples = 0;
  let half: number | null = null;
  const take = (sample: number) => {
    const step = Math.floor(samples / stepSamples);
    samples += 1;
    // Audio may continue after the video.
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

/** A video without audio has no peaks. */
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
        // Audio that begins late, or has gaps, stays aligned with the video.
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
