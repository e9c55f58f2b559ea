import { Progress } from '@base-ui/react/progress';
import { Button } from './button.tsx';
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

/** Long-running work: what it is, its progress, and a button that stops it. */
export const ProgressLine = ({
  stopLabel,
  onStop,
  ...bar
}: ProgressBarProps & { readonly stopLabel: string; readonly onStop: () => void }) => (
  <>
    <span role="status">{bar.label}</span>
    <span className={styles.inLine}>
      <ProgressBar {...bar} />
    </span>
    {bar.fraction === null ? null : <span className="figures">{`${Math.round(bar.fraction * 100)} %`}</span>}
    <Button size="small" onClick={onStop}>
      {stopLabel}
    </Button>
  </>
);
