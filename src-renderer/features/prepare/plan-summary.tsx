/** What Generate sends: each file with its changes and its maximum size. */

import { assertNever } from '#contract/assert-never.ts';
import type { ImageStep, ReasonCode, VideoStep } from '#contract/model/plan.ts';
import type { UiMessages } from '../../messages/en/ui.ts';
import { createFigures } from '../../messages/figures.ts';
import { selectImage, selectVideo } from '../../state/selectors.ts';
import { useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { clockTime } from '../../ui/time.ts';
import styles from './choices.module.css';

const silencing: readonly ReasonCode[] = ['audio-off', 'audio-undecodable', 'audio-absent-in-selection'];

const sides = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `${width} \u00d7 ${height}`;

export const stepWords = (step: ImageStep | VideoStep, messages: UiMessages['plan']): readonly string[] => {
  // Not mentioned for a video that never had audio.
  const silence = ({ because }: { readonly because: readonly ReasonCode[] }) =>
    silencing.some((code) => because.includes(code)) ? [messages.silent] : [];
  switch (step.kind) {
    case 'keep':
      return [messages.keep];
    case 'strip':
      return [messages.strip];
    case 'remux':
      return [messages.remux, ...(step.audio === 'aac' ? [messages.audio] : []), ...silence(step)];
    case 'cut':
      return [messages.cut(clockTime(step.startSec), clockTime(step.endSec))];
    case 'deinterlace':
      return [messages.deinterlace];
    case 'letterbox':
      return [messages.letterbox(sides(step))];
    case 'turn':
      return [step.isMirrored ? messages.unmirror : messages.turn];
    case 'crop':
      return [messages.crop(sides(step))];
    case 'scale':
      return [messages.scale(sides(step))];
    case 'pad':
      return [step.edge === 'blur' ? messages.padBlur(sides(step)) : messages.pad(sides(step))];
    case 'tone-map':
      return [messages['tone-map']];
    case 'encode':
      if ('container' in step) return [messages[step.container]];
      return [messages.encode, ...silence(step)];
    default:
      return assertNever(step);
  }
};

type LineProps = {
  readonly name: string;
  readonly steps: readonly (ImageStep | VideoStep)[];
  readonly bytes: number;
};

const Line = ({ name, steps, bytes }: LineProps) => {
  const { ui, language } = useMessages();
  const size = createFigures(language).bytes(bytes);
  const isKept = steps.every(({ kind }) => kind === 'keep');
  return (
    <>
      <dt className="hint">{name}</dt>
      <dd>
        {steps.flatMap((step) => stepWords(step, ui.plan)).join(', ')}
        <div className="hint">{isKept ? ui.plan.exactly(size) : ui.plan.atMost(size)}</div>
      </dd>
    </>
  );
};

export const PlanSummary = () => {
  const { ui } = useMessages();
  const plan = usePlan();
  const hasImage = useAppState((state) => selectImage(state) !== null);
  const hasVideo = useAppState((state) => selectVideo(state) !== null);
  if (plan === null || plan.verdict === 'impossible') return null;
  return (
    <section className={styles.group} aria-label={ui.plan.title}>
      <h2 className="label">{ui.plan.title}</h2>
      <dl className={styles.plan}>
        {hasImage ? (
          <Line name={ui.plan.image} steps={plan.image.steps} bytes={plan.expected.imageBytes} />
        ) : null}
        {hasVideo ? (
          <Line name={ui.plan.video} steps={plan.video.steps} bytes={plan.expected.videoBytes} />
        ) : null}
      </dl>
    </section>
  );
};
