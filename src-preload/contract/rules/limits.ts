/** Compares facts with a model's limits: which of them a file violates, with figures and the source of the limit. */
import type { Choices } from '../model/choices.ts';
import type { SeenImageFacts, SeenVideoFacts } from '../model/facts.ts';
import type { ImageLimits, ModelSpec, VideoLimits } from '../model/model-spec.ts';
import type { Reason, ReasonCode } from '../model/plan.ts';

type Limited<T> = { readonly value: T; readonly source: string };

const figure = (value: number): string => String(Number(value.toFixed(2)));

/** Whole figures, so that a limit is unambiguous: 10,000,000 or 10,485,760 bytes. */
export const bytesInWords = (bytes: number): string =>
  bytes >= 1_000_000 ? `${figure(bytes / 1_000_000)} MB` : `${figure(bytes / 1000)} kB`;

const mended = (
  subject: Reason['subject'],
  code: ReasonCode,
  limit: string,
  actual: string,
  source: string,
): Reason => ({ code, subject, severity: 'mended', limit, actual, source });

const frameReasons = (
  subject: 'image' | 'video',
  facts: { readonly width: number; readonly height: number; readonly sizeBytes: number },
  limits: {
    readonly maxBytes: Limited<number>;
    readonly minSidePx: Limited<number>;
    readonly maxSidePx: Limited<number>;
    readonly aspect: Limited<{ readonly min: number; readonly max: number }>;
  },
): Reason[] => {
  const reasons: Reason[] = [];
  const { width, height } = facts;
  const shape = width / height;
  const add = (
    what: 'side-too-short' | 'side-too-long' | 'aspect' | 'too-large',
    limit: string,
    actual: string,
    source: string,
  ) => reasons.push(mended(subject, `${subject}-${what}` as const, limit, actual, source));
  if (Math.min(width, height) < limits.minSidePx.value)
    add(
      'side-too-short',
      `${limits.minSidePx.value} px`,
      `${Math.min(width, height)} px`,
      limits.minSidePx.source,
    );
  if (Math.max(width, height) > limits.maxSidePx.value)
    add(
      'side-too-long',
      `${limits.maxSidePx.value} px`,
      `${Math.max(width, height)} px`,
      limits.maxSidePx.source,
    );
  if (shape < limits.aspect.value.min || shape > limits.aspect.value.max)
    add(
      'aspect',
      `${limits.aspect.value.min}-${limits.aspect.value.max}`,
      figure(shape),
      limits.aspect.source,
    );
  if (facts.sizeBytes > limits.maxBytes.value)
    add(
      'too-large',
      bytesInWords(limits.maxBytes.value),
      bytesInWords(facts.sizeBytes),
      limits.maxBytes.source,
    );
  return reasons;
};

/** No model produces more than 30 frames per second (Kling's results); 60 leaves room for every common camera. */
const maxFps = 60;

/** The frame rate of the video that is sent: its own, or a half, a third ... of it where it is too high. */
export const sentFps = (fps: number): number => fps / Math.ceil((fps - 0.01) / maxFps);

/** Violations by an image. All of them can be fixed. */
export const judgeImage = (facts: SeenImageFacts, limits: ImageLimits): readonly Reason[] => {
  const reasons = frameReasons('image', facts, limits);
  const { containers } = limits;
  if (!containers.value.includes(facts.container))
    reasons.push(
      mended('image', 'image-format', containers.value.join(', '), facts.container, containers.source),
    );
  if (facts.isAnimated) reasons.push(mended('image', 'image-animated', '', '', containers.source));
  // A provider that ignores the orientation tag would see the character rotated.
  const care = (code: ReasonCode, limit: string, actual: string) =>
    reasons.push(mended('image', code, limit, actual, 'compatibility-rule'));
  if (facts.rotationDeg !== 0 || facts.isMirrored)
    care('image-rotated', '0\u00b0', `${facts.rotationDeg}\u00b0`);
  if (facts.isCmyk) care('image-colours', 'RGB', 'CMYK');
  else if (facts.bitDepth > 8) care('image-colours', '8 bpc', `${facts.bitDepth} bpc`);
  if (facts.hasMetadata) care('image-metadata', '', '');
  return reasons;
};

/** Violations by a video, apart from its duration and trim (see window.ts). All of them can be fixed. */
export const judgeVideo = (facts: SeenVideoFacts, limits: VideoLimits): readonly Reason[] => {
  const reasons = frameReasons('video', facts, limits);
  const { containers, videoCodecs } = limits;
  const add = (code: ReasonCode, limit: string, actual: string, source: string) =>
    reasons.push(mended('video', code, limit, actual, source));
  if (!containers.value.includes(facts.container))
    add('video-format', containers.value.join(', '), facts.container, containers.source);
  if (!videoCodecs.value.includes(facts.videoCodec))
    add('video-codec', videoCodecs.value.join(', '), facts.videoCodec, videoCodecs.source);
  const { otherStreams } = facts;
  if (facts.isInterlaced) add('video-interlaced', 'progressive', 'interlaced', 'compatibility-rule');
  if (facts.fps > maxFps + 0.01)
    add('video-fps', `${maxFps} fps`, `${figure(facts.fps)} fps`, 'compatibility-rule');
  if (facts.hasMetadata) add('video-metadata', '', '', 'compatibility-rule');
  if (otherStreams > 0) add('video-extra-streams', '', `${otherStreams}`, 'compatibility-rule');
  // VP8 and VP9 store transparency separately from frames that look ordinary.
  if (facts.hasAlpha)
    add(
      'video-pixel-format',
      'yuv420p',
      facts.pixelFormat === 'yuv420p' ? 'yuva420p' : facts.pixelFormat,
      'compatibility-rule',
    );
  else if (!facts.isHdr && !['yuv420p', 'yuvj420p'].includes(facts.pixelFormat))
    add('video-pixel-format', 'yuv420p', facts.pixelFormat, 'compatibility-rule');
  if (facts.isHdr) add('video-hdr', 'SDR', 'HDR', 'compatibility-rule');
  if (facts.isAnamorphic) add('video-not-square-pixels', '1:1', '', 'compatibility-rule');
  if (facts.rotationDeg !== 0)
    add('video-rotated', '0\u00b0', `${facts.rotationDeg}\u00b0`, 'compatibility-rule');
  if (facts.width % 2 === 1 || facts.height % 2 === 1)
    add('video-odd-side', '', `${facts.width} x ${facts.height}`, 'compatibility-rule');
  if (facts.isVariableFps) add('video-variable-fps', 'CFR', 'VFR', 'compatibility-rule');
  return reasons;
};

type PromptLimits = Pick<ModelSpec, 'promptMaxChars' | 'negativePromptMaxChars' | 'options' | 'name'>;

const promptReason = (
  code: Extract<ReasonCode, `${string}prompt-${string}`>,
  limit: string,
  actual: string,
  source: string,
): Reason => ({ code, subject: 'prompt', severity: 'blocking', limit, actual, source });

/** A prompt is the user's own text: never cut by the program, and never left out silently. */
export const judgePrompts = (
  { prompt, negativePrompt }: Pick<Choices, 'prompt' | 'negativePrompt'>,
  model: PromptLimits,
): readonly Reason[] => {
  const judge = (
    kind: 'prompt' | 'negative-prompt',
    text: string,
    limit: Limited<number> | null,
  ): Reason[] => {
    const actual = `${text.length}`;
    if (text === '') return [];
    if (limit === null) return [promptReason(`${kind}-unavailable`, '0', actual, model.name)];
    return text.length > limit.value
      ? [promptReason(`${kind}-too-long`, `${limit.value}`, actual, limit.source)]
      : [];
  };
  return [
    ...judge('prompt', prompt, model.options.prompt ? model.promptMaxChars : null),
    ...judge(
      'negative-prompt',
      negativePrompt,
      model.options.negativePrompt ? model.negativePromptMaxChars : null,
    ),
  ];
};

/**
 * The choices without the texts that the model does not support. The page keeps them for the next model, and shows that
 * they are not sent.
 */
export const onlyTaken = <C extends Pick<Choices, 'prompt' | 'negativePrompt'>>(
  choices: C,
  { options }: Pick<ModelSpec, 'options'>,
): C => ({
  ...choices,
  prompt: options.prompt ? choices.prompt : '',
  negativePrompt: options.negativePrompt ? choices.negativePrompt : '',
});
