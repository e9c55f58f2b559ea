/** Facts and choices in, a plan out: the smallest change that makes both files fit, each step with its reason. */
import type { Choices, Framing } from '../model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '../model/facts.ts';
import type { ImageLimits, ModelSpec, OutputLength } from '../model/model-spec.ts';
import type { ImageStep, Plan, Reason, ReasonCode } from '../model/plan.ts';
import { planAudio } from './audio.ts';
import { judgeDuration, secondsInWords } from './duration.ts';
import { judgeImage, judgePrompts, judgeVideo } from './limits.ts';
import { planFrameSteps } from './plan-frame-steps.ts';
import { mainSize, planVideo, sizeChangeReasons } from './plan-video.ts';
import { maxImageBytes } from './size.ts';
import { planWindow } from './window.ts';

/** Reasons that removing metadata alone resolves ... */
const stripCodes: readonly ReasonCode[] = ['image-metadata'];
/** ... in files whose metadata is separate from the image data and can be removed without changing it. */
const stripContainers: readonly string[] = ['jpg', 'png'];

type ImagePlan = { readonly steps: ImageStep[]; readonly upperBoundBytes: number };

/** The smallest change that makes an image fit: none, removing metadata only, or encoding it again. */
const planImage = (request: {
  readonly facts: SeenImageFacts;
  readonly limits: ImageLimits;
  readonly framing: Framing;
  readonly reasons: readonly Reason[];
}): ImagePlan => {
  const { facts, limits } = request;
  const codes = request.reasons.map((reason) => reason.code);
  if (codes.length === 0) return { steps: [{ kind: 'keep' }], upperBoundBytes: facts.sizeBytes };
  if (codes.every((code) => stripCodes.includes(code)) && stripContainers.includes(facts.container))
    return { steps: [{ kind: 'strip', because: codes }], upperBoundBytes: facts.sizeBytes };

  // A transparent image is padded with transparency.
  const framing: Framing =
    facts.hasAlpha && request.framing.kind === 'pad' ? { kind: 'pad', edge: 'plain' } : request.framing;
  const frame = planFrameSteps({ image: facts, limits, framing, isEven: false, codes });
  const { rotationDeg, isMirrored, hasAlpha } = facts;
  const container = hasAlpha || facts.container === 'png' ? 'png' : 'jpg';
  const maxBytes = limits.maxBytes.value;
  const turned = codes.filter((code) => code === 'image-rotated');
  return {
    steps: [
      ...(turned.length > 0 ? [{ kind: 'turn' as const, rotationDeg, isMirrored, because: turned }] : []),
      ...frame.steps,
      { kind: 'encode', container, maxBytes, because: codes },
    ],
    upperBoundBytes: maxImageBytes({ ...frame.canvas, hasAlpha, maxBytes }),
  };
};

/** A model's documentation can state another length than that of the video, which Kling's rules contradict. */
const outputReasons = (output: OutputLength, windowSec: number): Reason[] => {
  if (output.kind === 'as-video') return [];
  const { sec, source } = output;
  const actual = secondsInWords(windowSec);
  return [{ code: 'output-fixed', subject: 'video', severity: 'notice', limit: `${sec} s`, actual, source }];
};

/** The same rules run in the page while the user drags a handle and in the main process before a job is written. */
export const planFit = (request: {
  readonly image: SeenImageFacts;
  readonly video: SeenVideoFacts;
  readonly model: ModelSpec;
  readonly choices: Pick<
    Choices,
    'orientation' | 'trim' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing'
  >;
}): Plan => {
  const { image, model, choices } = request;
  const { orientation, trim, keepAudio, framing } = choices;
  const planned = planWindow({ facts: request.video, limits: model.video, orientation, trim });
  const { window, isTrimmed } = planned;
  const main = mainSize(request.video, window);
  const video = { ...request.video, ...main };
  const windowSec = window.endSec - window.startSec;
  const output = model.output[orientation];
  const sentBytes = Math.ceil(video.sizeBytes * Math.min(1, windowSec / video.durationSec));
  const maxSec = model.video.maxSec[orientation].value;
  const fileReasons = judgeVideo(video, model.video).filter(
    (reason) => reason.code !== 'video-too-large' || sentBytes > model.video.maxBytes.value,
  );
  const imageReasons = judgeImage(image, model.image);
  const audio = planAudio(video, { keepAudio, window });
  const videoReasons = [
    ...planned.reasons,
    ...judgeDuration(video, { isTrimmed, maxSec }),
    ...sizeChangeReasons(video, main),
    ...fileReasons,
    ...audio.reasons,
  ];
  const reasons = [
    ...imageReasons,
    ...videoReasons,
    ...outputReasons(output, windowSec),
    ...judgePrompts(choices, model),
  ];
  const forImage = planImage({
    facts: image,
    limits: model.image,
    framing: framing.image,
    reasons: imageReasons,
  });
  const forVideo = planVideo({
    facts: video,
    limits: model.video,
    framing: framing.video,
    reasons: videoReasons,
    window,
    isTrimmed,
    audio: audio.audio,
  });
  const isBlocked = reasons.some((reason) => reason.severity === 'blocking');
  const isReady = reasons.every((reason) => reason.severity === 'notice');
  return {
    verdict: isBlocked ? 'impossible' : isReady ? 'ready' : 'fixable',
    reasons,
    image: { steps: forImage.steps },
    video: { steps: forVideo.steps },
    window,
    expected: {
      imageBytes: forImage.upperBoundBytes,
      videoBytes: forVideo.upperBoundBytes,
      outputSec: output.kind === 'fixed' ? output.sec : windowSec,
    },
  };
};

/** The smallest change that makes an image fit: none, removing metadata only, or encoding it again. */
