import type { ReactNode } from 'react';
import styles from './error-line.module.css';
import { type Verdict, VerdictMark } from './verdict-mark.tsx';

type ErrorLineProps = {
  /** One sentence: what went wrong. */
  readonly what: string;
  /** One sentence: what can be done. */
  readonly wayOut: string;
  /** Whether money was spent; left out where no money could be. */
  readonly charged?: string | undefined;
  /** What the provider or tool said, verbatim. */
  readonly detail?: string | undefined;
  /** The words say more than the sentence: shown without being asked for. */
  readonly isDetailOpen?: boolean;
  readonly detailsLabel: string;
  /** The word for the mark. */
  readonly markLabel: string;
  readonly verdict?: Extract<Verdict, 'impossible' | 'unsure'>;
  /** Buttons. */
  readonly actions?: ReactNode;
  /** It stands in a list that shows the mark and tells of changes itself. */
  readonly isInList?: boolean;
};

/** What went wrong, the way out, and whether it cost anything. Read aloud when it appears. */
export const ErrorLine = ({
  what,
  wayOut,
  charged,
  detail,
  isDetailOpen = false,
  detailsLabel,
  markLabel,
  verdict = 'impossible',
  actions,
  isInList = false,
}: ErrorLineProps) => (
  <div className={styles.line} role={isInList ? undefined : 'alert'}>
    {isInList ? null : (
      <span className={styles.mark}>
        <VerdictMark verdict={verdict} label={markLabel} isLabelHidden />
      </span>
    )}
    <div className={styles.body}>
      <p className={styles.what}>{what}</p>
      <p className="soft">
        {wayOut}
        {charged === undefined ? null : ` ${charged}`}
      </p>
      {detail === undefined ? null : (
        <details className={styles.details} open={isDetailOpen}>
          <summary>{detailsLabel}</summary>
          <pre className={styles.detail}>{detail}</pre>
        </details>
      )}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  </div>
);
