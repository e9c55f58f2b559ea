import { assertNever } from '#contract/assert-never.ts';
import { usd } from '#contract/rules/cost.ts';
import { type Blocker, selectBlocker, selectEstimate, selectModel } from '../../state/selectors.ts';
import { useApp, useAppState, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import type { UiWords } from '../../words/en.ts';
import styles from './choices-pane.module.css';

const blockerWords = (blocker: Exclude<Blocker, null>, provider: string, ui: UiWords): string => {
  switch (blocker) {
    case 'character':
      return ui.choices.needCharacter;
    case 'motion':
      return ui.choices.needMotion;
    case 'key':
      return ui.choices.needKey(provider);
    case 'impossible':
      return ui.choices.impossible;
    default:
      return assertNever(blocker);
  }
};

const Cost = () => {
  const { ui } = useWords();
  const estimate = useAppState(selectEstimate);
  if (estimate === null)
    return (
      <div className={styles.cost}>
        <span className={styles.costLabel}>{ui.choices.cost}</span>
        <span className={styles.figure}>{'\u2013'}</span>
      </div>
    );
  const isKnown = 'micros' in estimate;
  const figure = isKnown
    ? estimate.micros === 0
      ? ui.choices.costFree
      : usd(estimate.micros)
    : ui.choices.costUnknown;
  return (
    <div className={styles.cost}>
      <span className={styles.costLabel}>{ui.choices.cost}</span>
      <output className={styles.figure} data-testid="cost">
        {figure}
      </output>
      <span className={styles.basis}>{isKnown ? estimate.basis : estimate.unknown}</span>
      {isKnown && estimate.micros > 0 ? (
        <span className={styles.note}>
          {ui.choices.costFrom(estimate.source, estimate.asOf)}. {ui.choices.estimate}
        </span>
      ) : null}
    </div>
  );
};

export const CostAndGenerate = () => {
  const { actions } = useApp();
  const { ui } = useWords();
  const blocker = useAppState(selectBlocker);
  const estimate = useAppState(selectEstimate);
  const provider = useAppState((state) => selectModel(state)?.provider ?? '');
  const isSending = useAppState((state) => state.draft.submit.kind === 'sending');
  const label =
    estimate === null || !('micros' in estimate)
      ? ui.choices.generate
      : estimate.micros === 0
        ? ui.choices.generateFree
        : ui.choices.generateFor(usd(estimate.micros));
  return (
    <>
      <Cost />
      <Button
        variant="primary"
        className={styles.generate}
        disabled={blocker !== null || isSending}
        title={ui.choices.shortcut}
        onClick={() => void actions.generate()}
      >
        {isSending ? ui.choices.sending : label}
      </Button>
      {blocker === null ? null : (
        <p className={styles.blocker}>
          {blockerWords(blocker, provider, ui)}{' '}
          {blocker === 'key' ? (
            <Button variant="plain" onClick={() => actions.show('settings')}>
              {ui.choices.toSettings}
            </Button>
          ) : null}
        </p>
      )}
    </>
  );
};
