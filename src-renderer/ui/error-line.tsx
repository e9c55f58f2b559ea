import type { ReactNode } from 'react';
import styles from './error-line.module.css';
import { type Verdict, VerdictMark } from './verdict-mark.tsx';

type ErrorLineProps = {
  /** One sentence: what went wrong. */
  readonly what: string;
  /** One sentence: what the user can do. */
  readonly wayOut: string;
  /** Whether money was spent; omitted where that is impossible. */
  readonly charged?: string | undefined;
  /** Verbatim text of the provider or tool. */
  readonly detail?: string | undefined;
  /** The detail is more informative than the sentence: shown expanded. */
  readonly isDetailOpen?: boolean;
  readonly detailsLabel: string;
  /** Text alternative of the mark. */
  readonly markLabel: string;
  readonly verdict?: Extract<Verdict, 'impossible' | 'unsure'>;
  /** Buttons. */
  readonly actions?: ReactNode;
  /** The list that contains it shows the mark and announces changes. */
  readonly isInList?: boolean;
};

/** What went wrong, what to do, and whether it cost anything. Announced when it appears. */
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
