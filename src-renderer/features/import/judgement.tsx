/** What a file is, whether it fits the chosen model, and why, in words. */
import type { Facts } from '#contract/model/facts.ts';
import type { Reason } from '#contract/model/plan.ts';
import { usePlan, useWords } from '../../state/use-app.ts';
import { type Verdict, VerdictMark } from '../../ui/verdict-mark.tsx';
import { createFigures } from '../../words/figures.ts';
import styles from './judgement.module.css';

const verdictOf = (reasons: readonly Reason[]): Exclude<Verdict, 'unsure'> => {
  if (reasons.some(({ severity }) => severity === 'blocking')) return 'impossible';
  return reasons.length > 0 ? 'fixable' : 'ready';
};

/** Where the limits were read, each named once. */
const sourcesOf = (reasons: readonly Reason[]): string =>
  [...new Set(reasons.map(({ source }) => source))].join('; ');

export const Judgement = ({
  facts,
  subject,
}: {
  readonly facts: Facts;
  readonly subject: Reason['subject'];
}) => {
  const { ui, domain, language } = useWords();
  const reasons = usePlan()?.reasons.filter((reason) => reason.subject === subject) ?? [];
  const figures = createFigures(language);
  const line = facts.kind === 'image' ? figures.image(facts) : figures.video(facts);
  const verdict = verdictOf(reasons);
  return (
    <div className={styles.judgement}>
      <div className={styles.row}>
        <VerdictMark verdict={verdict} label={ui.inputs[verdict]} />
        <p className={styles.facts}>{line.join(' \u00b7 ')}</p>
      </div>
      {reasons.length === 0 ? (
        <p className={styles.reasons}>{ui.inputs.readyWhy}</p>
      ) : (
        <>
          <ul className={styles.reasons}>
            {reasons.map((reason) => {
              const { because, change } = domain.reason(reason);
              return (
                <li key={reason.code}>
                  <span className={styles.because}>{because}</span> <span aria-hidden="true">{'\u2192'}</span>{' '}
                  <span className={styles.change}>{change}</span>
                </li>
              );
            })}
          </ul>
          <p className={styles.sources}>{ui.inputs.sources(sourcesOf(reasons))}</p>
        </>
      )}
    </div>
  );
};
