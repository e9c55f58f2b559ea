/** The choices of a run and the resulting plan. */
import { selectModel } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-app.ts';
import { AudioSwitch, ModelChoice, OrientationChoice, PromptBox } from './choices.tsx';
import styles from './choices-pane.module.css';
import { FitMatrix } from './fit-matrix.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { WhereFilesGo } from './where-files-go.tsx';

export const ChoicesPane = () => {
  const model = useAppState(selectModel);
  return (
    <>
      <div className={styles.pane}>
        {model === null ? null : (
          <>
            <div className={styles.group}>
              <ModelChoice model={model} />
              <FitMatrix model={model} />
            </div>
            <OrientationChoice model={model} />
            <AudioSwitch model={model} />
            <PromptBox model={model} kind="prompt" />
            <PromptBox model={model} kind="negativePrompt" />
            <PlanSummary />
          </>
        )}
      </div>
      <WhereFilesGo />
    </>
  );
};
