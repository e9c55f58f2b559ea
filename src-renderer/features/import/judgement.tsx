/** What a file is, whether it fits the chosen model, and why, in words. */
import type { Facts } from '#contract/model/facts.ts';
import type { Reason } from '#contract/model/plan.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { useWords } from '../../state/use-app.ts';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import styles from './judgement.module.css';

const useFactsLine = (facts: Facts): string => {
  const { ui } = useWords();
  const size = [`${facts.width} \u00d7 ${facts.height}`, bytesInWords(facts.sizeBytes)];
  if (facts.kind === 'image')
    return [facts.container.toUpperCase(), ...size, ...(facts.isAnimated ? [ui.inputs.animated] : [])].join(
      ' \u00b7 ',
    );
  const fps = `${Number(facts.fps.toFixed(2))} fps${facts.isVariableFps ? ` (${ui.inputs.varying})` : ''}`;
  const codec = `${facts.videoCodec.toUpperCase()} ${facts.container.toUpperCase()}`;
  return [seconds(facts.durationSec), fps, codec, ...size, ui.inputs.sound(facts.audioCodec)].join(
    ' \u00b7 ',
  );
};

export const Judgement = ({
  facts,
  reasons,
}: {
  readonly facts: Facts;
  readonly reasons: readonly Reason[];
}) => {
  const { ui, domain } = useWords();
  const line = useFactsLine(facts);
  const isBlocked = reasons.some((reason) => reason.severity === 'blocking');
  const verdict = isBlocked ? 'impossible' : reasons.length > 0 ? 'fixable' : 'ready';
  return (
    <div className={styles.judgement}>
      <p className={styles.facts}>{line}</p>
      <div className={styles.row}>
        <VerdictMark verdict={verdict} label={ui.inputs[verdict]} />
        {reasons.length === 0 ? <span className={styles.why}>{ui.inputs.readyWhy}</span> : null}
      </div>
      <ul className={styles.reasons}>
        {reasons.map((reason) => {
          const { because, change } = domain.reason(reason);
          return (
            <li key={reason.code} title={reason.source}>
              <span>{because}</span> <span aria-hidden="true">{'\u2192'}</span> <strong>{change}</strong>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
