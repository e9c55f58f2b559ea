/** The smallest change that makes a video fit: none, a remux, a cut at a keyframe, or encoding. */
import type { Framing } from '../model/choices.ts';
import type { SeenVideoFacts } from '../model/facts.ts';
import type { VideoLimits } from '../model/model-spec.ts';
import type { Plan, Reason, ReasonCode, VideoStep } from '../model/plan.ts';
import type { SentAudio } from './audio.ts';
import { sentFps } from './limits.ts';
import { planFrameSteps } from './plan-frame-steps.ts';
import { maxAudioBytes, maxVideoBytes, pixelsWorthTheirBits } from './size.ts';

/** For a video whose frame size changes inside the stream: the size with the longest duration in the selection. */
type Sizes = Pick<SeenVideoFacts, 'width' | 'height' | 'sizeChanges' | 'durationSec'>;
type Size = { readonly width: number; readonly height: number };

/** Of sizes with equal durations, the first. */
export const mainSize = (facts: Sizes, { startSec, endSec }: Plan['window']): Size => {
  const { width, height, sizeChanges } = facts;
  const shown = new Map<string, { readonly size: Size; sec: number }>();
  const parts = [{ atSec: 0, width, height }, ...sizeChanges];
  for (const [index, part] of parts.entries()) {
    const untilSec = parts[index + 1]?.atSec ?? Number.POSITIVE_INFINITY;
    const sec = Math.max(0, Math.min(endSec, untilSec) - Math.max(startSec, part.atSec));
    const key = `${part.width} x ${part.height}`;
    const known = shown.get(key);
    if (known) known.sec += sec;
    else shown.set(key, { size: { width: part.width, height: part.height }, sec });
  }
  const [longest] = [...shown.values()].toSorted((a, b) => b.sec - a.sec);
  return longest?.size ?? { width, height };
};

export const sizeChangeReasons = (
  { sizeChanges }: Pick<SeenVideoFacts, 'sizeChanges'>,
  main: Size,
): Reason[] =>
  sizeChanges.length === 0
    ? []
    : [
        {
          ...{
            code: 'video-size-changes',
            subject: 'video',
            severity: 'mended',
            source: 'compatibility-rule',
          },
          limit: `${main.width} x ${main.height}`,
          actual: `${sizeChanges.map(({ atSec }) => atSec.toFixed(1)).join(', ')} s`,
        },
      ];

/** Reasons that a remux alone resolves ... */
const remuxCodes: readonly ReasonCode[] = [
  'video-format',
  'video-metadata',
  'video-extra-streams',
  'video-duration-header',
  'video-tracks-uneven',
  'audio-off',
  'audio-codec',
  'audio-undecodable',
  'audio-absent-in-selection',
];
/** ... and, with a cut at a keyframe, these as well. */
const cutCodes: readonly ReasonCode[] = [
  'trim-too-long',
  'trim-past-end',
  'video-too-long',
  'video-trimmed',
  'video-starts-late',
];
/** Containers whose timestamps MP4 can take over (those of AVI it cannot) ... */
const remuxContainers: readonly string[] = ['mp4', 'mov', '3gp', 'mkv', 'webm', 'mpegts', 'flv'];
/** ... and those in which a cut starts at the requested frame, because an index holds the position of each one. */
const cutContainers: readonly string[] = ['mp4', 'mov'];
/** A cut has its share of the bytes only on average: this factor is allowed for. */
const cutReserve = 1.5;

type Request = {
  readonly facts: SeenVideoFacts;
  readonly limits: VideoLimits;
  readonly framing: Framing;
  readonly reasons: readonly Reason[];
  readonly window: Plan['window'];
  readonly isTrimmed: boolean;
  readonly audio: SentAudio;
};
export type VideoPlan = { readonly steps: VideoStep[]; readonly upperBoundBytes: number };

const isOnKeyFrame = ({ keyframesSec, fps }: SeenVideoFacts, atSec: number): boolean =>
  (keyframesSec ?? []).some((keySec) => Math.abs(keySec - atSec) < 0.5 / fps);

const canCopy = ({ facts, limits, window, isTrimmed }: Request, codes: readonly ReasonCode[]) => {
  const { container, sizeBytes, durationSec } = facts;
  if (!remuxContainers.includes(container)) return false;
  if (!isTrimmed) return codes.every((code) => remuxCodes.includes(code));
  const shareBytes = (sizeBytes * (window.endSec - window.startSec)) / durationSec;
  return (
    codes.every((code) => remuxCodes.includes(code) || cutCodes.includes(code)) &&
    cutContainers.includes(container) &&
    isOnKeyFrame(facts, window.startSec) &&
    shareBytes * cutReserve <= limits.maxBytes.value
  );
};

const letterbox = ({ width, height }: SeenVideoFacts): VideoStep => ({
  kind: 'letterbox',
  ...{ width, height, because: ['video-size-changes'] },
});

export const planVideo = (request: Request): VideoPlan => {
  const { facts, limits, framing, window, isTrimmed, audio } = request;
  const hasAudio = audio !== 'none';
  const codes = request.reasons.map((reason) => reason.code);
  if (codes.length === 0) return { steps: [{ kind: 'keep' }], upperBoundBytes: facts.sizeBytes };
  const only = (allowed: readonly ReasonCode[]) => codes.filter((code) => allowed.includes(code));
  const maxBytes = limits.maxBytes.value;
  const cut: VideoStep[] = isTrimmed ? [{ kind: 'cut', ...window, because: only(cutCodes) }] : [];
  const lengthSec = window.endSec - window.startSec;
  if (canCopy(request, codes)) {
    const addedBytes = audio === 'aac' ? maxAudioBytes(lengthSec) : 0;
    return {
      steps: [...cut, { kind: 'remux', container: 'mp4', audio, maxBytes, because: codes }],
      upperBoundBytes: Math.min(maxBytes, facts.sizeBytes + addedBytes),
    };
  }

  const fps = sentFps(facts.fps);
  const isLimited = codes.includes('video-too-large');
  const frame = planFrameSteps({
    ...{ image: facts, limits, framing, isEven: true, codes },
    ...(isLimited ? { maxPixels: pixelsWorthTheirBits({ maxBytes, lengthSec, fps }) } : {}),
  });
  const { rotationDeg } = facts;
  return {
    steps: [
      ...cut,
      ...(facts.sizeChanges.length > 0 ? [letterbox(facts)] : []),
      ...(facts.isInterlaced ? [{ kind: 'deinterlace' as const, because: only(['video-interlaced']) }] : []),
      ...(facts.isHdr ? [{ kind: 'tone-map' as const, because: only(['video-hdr']) }] : []),
      ...(rotationDeg === 0
        ? []
        : [{ kind: 'turn' as const, rotationDeg, isMirrored: false, because: only(['video-rotated']) }]),
      ...frame.steps,
      { kind: 'encode', videoCodec: 'h264', fps, audio: hasAudio ? 'aac' : 'none', maxBytes, because: codes },
    ],
    upperBoundBytes: maxVideoBytes({ source: facts, lengthSec, hasAudio, maxBytes }),
  };
};
