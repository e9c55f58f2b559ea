import { Progress } from '@base-ui/react/progress';
import styles from './progress-bar.module.css';

type ProgressBarProps = {
  readonly label: string;
  /** 0..1; null: unknown. */
  readonly fraction: number | null;
};

export const ProgressBar = ({ label, fraction }: ProgressBarProps) => (
  <Progress.Root value={fraction === null ? null : Math.round(fraction * 100)} aria-label={label}>
    <Progress.Track className={styles.track}>
      <Progress.Indicator className={styles.bar} />
    </Progress.Track>
  </Progress.Root>
);
