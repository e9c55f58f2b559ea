/** Always visible: the cost of the run and the Generate button. */

import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useAppState } from '../../state/use-app.ts';
import { Stack } from '../../ui/layout.tsx';
import { Cost } from './cost.tsx';
import { Generate } from './generate.tsx';
import { PrefitStatus } from './generate-prefit.tsx';
import styles from './run-foot.module.css';
import { SpendCheckDialog } from './spend-check-dialog.tsx';
import { SpendingLine } from './spending-line.tsx';

export const RunFoot = () => {
  const submit = useAppState((state) => state.draft.submit);
  return (
    <div className={styles.foot}>
      {submit.kind === 'refused' ? (
        <div className={styles.error}>
          <AppErrorLine error={submit.error} isOfRun />
        </div>
      ) : null}
      <div>
        <Cost />
        <SpendingLine />
      </div>
      <Stack gap={1}>
        <Generate />
        <PrefitStatus />
      </Stack>
      <SpendCheckDialog />
    </div>
  );
};
