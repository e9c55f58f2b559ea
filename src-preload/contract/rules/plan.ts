/** Facts and choices in, a plan out: the smallest change that makes both files fit, each step with its reason. */
import type { Choices } from '../model/choices.ts';
import type { ImageFacts, VideoFacts } from '../model/facts.ts';
import type { ImageLimits, ModelSpec, VideoLimits } from '../model/model-spec.ts';
import type { ImageStep, Plan, Reason, ReasonCode, VideoStep } from '../model/plan.ts';
import { type FramePlan, planFrame, type Size } from './frame.ts';
import { judgeImage, judgePrompt, judgeVideo } from './limits.ts';
import { imageBytesAtMost, videoBytesAtMost } from './size.ts';
import { planWindow } from './window.ts';

const frameCodes: readonly ReasonCode[] = [
  'image-side-too-short',
  'image-side-too-long',
  'video-side-too-short',
  'video-side-too-long',
  'video-not-square-pixels',
  'video-odd-side',
];
const shapeCodes: readonly ReasonCode[] = ['image-aspect', 'video-aspect'];
/** What a change of container alone mends ... */
const remuxCodes: readonly ReasonCode[] = ['video-format', 'sound-off'];
/** ... where the pictures carry times that MP4 can take over (those in AVI do not) ... */
const remuxContainers: readonly string[] = ['mp4', 'mov', '3gp', 'mkv', 'webm', 'mpegts', 'flv'];
/** ... and where MP4 may hold the sound, and everything plays it there. */
const remuxSounds: readonly string[] = ['aac', 'mp3'];

const canRemux = (facts: VideoFacts, hasSound: boolean): boolean =>
  remuxContainers.includes(facts.container) &&
  (!hasSound || (facts.audioCodec !== null && remuxSounds.includes(facts.audioCodec)));

const isSame = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

const frameSteps = (picture: Size, frame: FramePlan, codes: readonly ReasonCode[]) => {
  const scale = isSame(frame.draw, picture)
    ? []
    : [{ kind: 'scale' as const, ...frame.draw, because: codes.filter((code) => frameCodes.includes(code)) }];
  const pad = isSame(frame.canvas, frame.draw)
    ? []
    : [{ kind: 'pad' as const, ...frame.canvas, because: codes.filter((code) => shapeCodes.includes(code)) }];
  return [...scale, ...pad];
};

const frameLimits = (limits: ImageLimits | VideoLimits) => ({
  minSidePx: limits.minSidePx.value,
  maxSidePx: limits.maxSidePx.value,
  aspect: limits.aspect.value,
});

const planImage = (facts: ImageFacts, limits: ImageLimits, reasons: readonly Reason[]): ImageStep[] => {
  if (reasons.length === 0) return [{ kind: 'keep' }];
  const codes = reasons.map((reason) => reason.code);
  const container = facts.hasAlpha || facts.container === 'png' ? 'png' : 'jpg';
  const frame = planFrame(facts, frameLimits(limits), { isEven: false });
  return [
    ...frameSteps(facts, frame, codes),
    { kind: 'encode', container, maxBytes: limits.maxBytes.value, because: codes },
  ];
};

const planVideo = (request: {
  readonly facts: VideoFacts;
  readonly limits: VideoLimits;
  readonly reasons: readonly Reason[];
  readonly window: Plan['window'];
  readonly isTrimmed: boolean;
  readonly hasSound: boolean;
}): VideoStep[] => {
  const { facts, limits, window, isTrimmed, hasSound } = request;
  const codes = request.reasons.map((reason) => reason.code);
  if (codes.length === 0) return [{ kind: 'keep' }];
  if (!isTrimmed && codes.every((code) => remuxCodes.includes(code)) && canRemux(facts, hasSound))
    return [{ kind: 'remux', container: 'mp4', sound: hasSound ? 'copy' : 'none', because: codes }];
  const lengthCodes = codes.filter((code) => /^(trim-|video-too-long|video-trimmed)/.test(code));
  const frame = planFrame(facts, frameLimits(limits), { isEven: true });
  return [
    ...(isTrimmed ? [{ kind: 'cut' as const, ...window, because: lengthCodes }] : []),
    ...(facts.isHdr ? [{ kind: 'tone-map' as const, because: ['video-hdr' as const] }] : []),
    ...frameSteps(facts, frame, codes),
    {
      kind: 'encode',
      videoCodec: 'h264',
      fps: facts.fps,
      sound: hasSound ? 'aac' : 'none',
      maxBytes: limits.maxBytes.value,
      because: codes,
    },
  ];
};

/** The same rules run in the page while a handle moves and in the main process before anything is written down. */
export const planFit = (request: {
  readonly image: ImageFacts;
  readonly video: VideoFacts;
  readonly model: ModelSpec;
  readonly choices: Pick<Choices, 'orientation' | 'trim' | 'prompt' | 'keepSound'>;
}): Plan => {
  const { image, video, model, choices } = request;
  const imageReasons = judgeImage(image, model.image);
  const {
    window,
    isTrimmed,
    reasons: windowReasons,
  } = planWindow({
    facts: video,
    limits: model.video,
    orientation: choices.orientation,
    trim: choices.trim,
  });
  const hasSound = video.audioCodec !== null && choices.keepSound;
  const soundReasons: Reason[] =
    video.audioCodec !== null && !choices.keepSound
      ? [
          {
            code: 'sound-off',
            subject: 'video',
            severity: 'mended',
            limit: 'no sound',
            actual: video.audioCodec,
            source: 'your choice',
          },
        ]
      : [];
  const shareSent = Math.min(1, (window.endSec - window.startSec) / video.durationSec);
  const sentBytes = Math.ceil(video.sizeBytes * shareSent);
  const fileReasons = judgeVideo(video, model.video).filter(
    (reason) => reason.code !== 'video-too-large' || sentBytes > model.video.maxBytes.value,
  );
  const videoReasons = [...windowReasons, ...fileReasons, ...soundReasons];
  const reasons = [...imageReasons, ...videoReasons, ...judgePrompt(choices.prompt, model)];

  const imageSteps = planImage(image, model.image, imageReasons);
  const videoSteps = planVideo({
    facts: video,
    limits: model.video,
    reasons: videoReasons,
    window,
    isTrimmed,
    hasSound,
  });
  const imageBytes = imageBytesAtMost({
    ...planFrame(image, frameLimits(model.image), { isEven: false }).canvas,
    hasAlpha: image.hasAlpha,
    maxBytes: model.image.maxBytes.value,
  });
  const videoBytes = videoBytesAtMost({
    source: video,
    lengthSec: window.endSec - window.startSec,
    hasSound,
    maxBytes: model.video.maxBytes.value,
  });
  const isBlocked = reasons.some((reason) => reason.severity === 'blocking');
  return {
    verdict: isBlocked ? 'impossible' : reasons.length === 0 ? 'ready' : 'fixable',
    reasons,
    image: { steps: imageSteps },
    video: { steps: videoSteps },
    window,
    expected: {
      imageBytes: imageSteps[0]?.kind === 'keep' ? image.sizeBytes : imageBytes,
      videoBytes: videoSteps.some((step) => step.kind === 'encode') ? videoBytes : video.sizeBytes,
      outputSec: window.endSec - window.startSec,
    },
  };
};
