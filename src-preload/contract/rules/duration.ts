/**
 * Compares the duration that a video's header states with that of its frames: what is sent must have one duration for
 * every reader.
 */
import type { SeenVideoFacts } from '../model/facts.ts';
import type { Reason, ReasonCode } from '../model/plan.ts';

/** Times closer than this are equal: less than any frame, more than rounding. In seconds. */
export const sameSec = 0.001;

/**
 * Audio may end this much after the last frame, and begin this much before the first: less than any player shows. In
 * seconds.
 */
export const unevenSec = 0.05;

type Facts = Pick<
  SeenVideoFacts,
  | 'durationSec'
  | 'firstFrameSec'
  | 'containerSec'
  | 'tracksEndSec'
  | 'wrongHeaderSec'
  | 'hasHiddenFrames'
  | 'hasRestarts'
  | 'container'
>;

export const secondsInWords = (value: number): string => `${Number(value.toFixed(2))} s`;

/** Start of the first frame; 0 where the delay is negligible. */
export const shownFromSec = ({ firstFrameSec }: Pick<Facts, 'firstFrameSec'>): number =>
  firstFrameSec > unevenSec ? firstFrameSec : 0;

/** Only in these containers does ffmpeg correct the timestamps after a discontinuity (see probe/packet-times.ts). */
const isMendedByReading: readonly string[] = ['mpegts', 'mpeg'];

/** Duration according to readers of the header, or of all tracks. */
const readAsSec = ({ durationSec, containerSec, tracksEndSec }: Facts): number =>
  Math.max(durationSec, containerSec ?? 0, tracksEndSec ?? 0);

const unevenReasons = (facts: Facts, maxSec: number): readonly Reason[] => {
  const { durationSec, wrongHeaderSec, tracksEndSec } = facts;
  // A wrong header is a separate reason.
  const readSec = wrongHeaderSec === null ? readAsSec(facts) : Math.max(durationSec, tracksEndSec ?? 0);
  const isOver = readSec > maxSec + sameSec && durationSec <= maxSec + sameSec;
  if (!isOver && readSec <= durationSec + unevenSec) return [];
  return [
    {
      code: 'video-tracks-uneven',
      subject: 'video',
      severity: 'mended',
      limit: secondsInWords(durationSec),
      actual: secondsInWords(readSec),
      source: 'compatibility-rule',
    },
  ];
};

/** `isTrimmed`: all tracks are cut to another end anyway. `maxSec`: the model's maximum. */
export const judgeDuration = (
  facts: Facts,
  { isTrimmed, maxSec }: { readonly isTrimmed: boolean; readonly maxSec: number },
): readonly Reason[] => {
  const { durationSec, wrongHeaderSec, hasHiddenFrames, hasRestarts, container } = facts;
  const reason = (code: ReasonCode, limit: string, actual: string): Reason => ({
    ...{ code, subject: 'video', severity: 'mended', limit, actual, source: 'compatibility-rule' },
  });
  const restart = reason('video-timestamps-restart', '', '');
  return [
    ...(hasRestarts
      ? [isMendedByReading.includes(container) ? restart : { ...restart, severity: 'blocking' as const }]
      : []),
    ...(wrongHeaderSec === null
      ? []
      : [reason('video-duration-header', secondsInWords(durationSec), secondsInWords(wrongHeaderSec))]),
    ...(hasHiddenFrames ? [reason('video-hidden-frames', '', '')] : []),
    ...(isTrimmed ? [] : unevenReasons(facts, maxSec)),
  ];
};
