/** Shows what a file is, whether it fits the selected model, and why. */
import type { SeenFacts } from '#contract/model/facts.ts';
import type { ImageStep, Plan, Reason, ReasonCode, VideoStep } from '#contract/model/plan.ts';
import { createFigures } from '../../messages/figures.ts';
import { selectBestPart, selectModel } from '../../state/selectors.ts';
import { useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { type Verdict, VerdictMark } from '../../ui/verdict-mark.tsx';
import styles from './zone.module.css';

const verdictOf = (reasons: readonly Reason[]): Exclude<Verdict, 'unsure'> => {
  if (reasons.some(({ severity }) => severity === 'blocking')) return 'impossible';
  return reasons.length > 0 ? 'fixable' : 'ready';
};

const aspects: readonly ReasonCode[] = ['image-aspect', 'video-aspect'];
const tooShort: readonly ReasonCode[] = ['image-side-too-short', 'video-side-too-short'];

type ReasonText = { readonly reason: Reason; readonly change: string };

/** Each reason with its remedy: the reason's own text, or a more specific one where the choices are known. */
const useReasonTexts = (plan: Plan | null, subject: Reason['subject']): readonly ReasonText[] => {
  const { domain, framing: framed, scan } = useMessages();
  const forYou = useAppState(selectBestPart);
  const model = useAppState(selectModel);
  const orientation = useAppState((state) => state.draft.orientation);

  const shapeChange = (steps: readonly (ImageStep | VideoStep)[]): string | null => {
    const crop = steps.find((step) => step.kind === 'crop');
    if (crop) return framed.cropped(`${crop.width} \u00d7 ${crop.height}`);
    return steps.some(({ kind }) => kind === 'pad') ? framed.added : null;
  };
  const withRemedy = (reason: Reason): ReasonText => {
    const byDefault = domain.reason(reason).change;
    if (reason.code === 'video-trimmed' && forYou && model) {
      const { value, source } = model.video.maxSec[orientation];
      return {
        // The video was too long, and the user has not selected a part.
        reason: { ...reason, code: 'video-too-long', limit: `${value} s`, source },
        change: scan.chosenChange(forYou.startSec, forYou.endSec),
      };
    }
    const steps = plan === null || subject === 'prompt' ? [] : plan[subject].steps;
    // Padding alone can make a short side long enough.
    const isByEdges = tooShort.includes(reason.code) && steps.every(({ kind }) => kind !== 'scale');
    if (aspects.includes(reason.code) || isByEdges)
      return { reason, change: shapeChange(steps) ?? byDefault };
    return { reason, change: byDefault };
  };
  return (plan?.reasons ?? []).filter((reason) => reason.subject === subject).map(withRemedy);
};

export const Judgement = ({
  facts,
  subject,
}: {
  readonly facts: SeenFacts;
  readonly subject: Reason['subject'];
}) => {
  const { ui, domain, language, facts: factWords } = useMessages();
  const plan = usePlan();
  const texts = useReasonTexts(plan, subject);
  const changes = texts.filter(({ reason }) => reason.severity !== 'notice');
  const notices = texts.filter(({ reason }) => reason.severity === 'notice');
  const reasons = changes.map(({ reason }) => reason);
  const figures = createFigures(language);
  const line = facts.kind === 'image' ? figures.image(facts) : figures.video(facts, factWords);
  const verdict = verdictOf(reasons);
  return (
    <div className={styles.verdict}>
      <div className={styles.facts}>
        <VerdictMark verdict={verdict} label={ui.inputs[verdict]} />
        <p className="note">{line.join(' \u00b7 ')}</p>
      </div>
      {reasons.length === 0 ? (
        <p className={styles.reasons}>{ui.inputs.readyWhy}</p>
      ) : (
        <ul className={styles.reasons}>
          {changes.map(({ reason, change }) => {
            const { because } = domain.reason(reason);
            const source = ui.inputs.source(domain.reasonSource(reason.source));
            return (
              <li key={reason.code} title={source}>
                <span className="soft">{because}</span> <span aria-hidden="true">{'\u2192'}</span>{' '}
                <span className={styles.change}>{change}</span>
                <span className="visually-hidden">. {source}</span>
              </li>
            );
          })}
        </ul>
      )}
      {notices.map(({ reason, change }) => (
        <p key={reason.code} className="note">
          <span className="soft">{ui.inputs.note}:</span> {domain.reason(reason).because}; {change}.
        </p>
      ))}
    </div>
  );
};
