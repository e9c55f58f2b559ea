/** What is decided about a run, and what is sent because of it. */
import { selectModel } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-app.ts';
import { ModelChoice, OrientationChoice, PromptBox, SoundSwitch } from './choices.tsx';
import styles from './choices-pane.module.css';
import { PlanSummary } from './plan-summary.tsx';

export const ChoicesPane = () => {
  const model = useAppState(selectModel);
  return (
    <div className={styles.pane}>
      {model === null ? null : (
        <>
          <ModelChoice model={model} />
          <OrientationChoice model={model} />
          <SoundSwitch model={model} />
          <PromptBox model={model} />
          <PlanSummary />
        </>
      )}
    </div>
  );
};
