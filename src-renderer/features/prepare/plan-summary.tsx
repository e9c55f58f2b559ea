/** What Generate sends: each file with its changes and its maximum size. */
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';
import { createFigures } from '../../messages/figures.ts';
import { selectImage, selectVideo } from '../../state/selectors.ts';
import { useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import styles from './choices-pane.module.css';
import { stepWords } from './plan-text.ts';

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
      <dt>{name}</dt>
      <dd>
        {steps.flatMap((step) => stepWords(step, ui.plan)).join(', ')}
        <span className={styles.bytes}>{isKept ? ui.plan.exactly(size) : ui.plan.atMost(size)}</span>
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
