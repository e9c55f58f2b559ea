import { classNames } from './class-names.ts';
import styles from './verdict-mark.module.css';

export type Verdict = 'ready' | 'fixable' | 'impossible' | 'unsure';

/** Outline and symbol of each verdict: distinguishable without colour, and at 14 px. */
const shapes: Record<Verdict, { readonly outline: string; readonly sign: string }> = {
  ready: { outline: 'M8 1.25a6.75 6.75 0 1 0 0 13.5a6.75 6.75 0 1 0 0-13.5Z', sign: 'm5 8.2 2.1 2.1L11 6.2' },
  fixable: {
    outline:
      'M4 1.75h8A2.25 2.25 0 0 1 14.25 4v8A2.25 2.25 0 0 1 12 14.25H4A2.25 2.25 0 0 1 1.75 12V4A2.25 2.25 0 0 1 4 1.75Z',
    sign: 'M4.5 6h2.2M9.6 6h1.9M4.5 10h1.9M9.3 10h2.2M8.1 4.6v2.8M7.9 8.6v2.8',
  },
  impossible: {
    outline: 'M5.2 1.25h5.6l3.95 3.95v5.6l-3.95 3.95H5.2L1.25 10.8V5.2Z',
    sign: 'm5.8 5.8 4.4 4.4m0-4.4-4.4 4.4',
  },
  unsure: {
    outline:
      'M7.3 1.4 1.4 7.3a1 1 0 0 0 0 1.4l5.9 5.9a1 1 0 0 0 1.4 0l5.9-5.9a1 1 0 0 0 0-1.4L8.7 1.4a1 1 0 0 0-1.4 0Z',
    sign: 'M6.4 6.4c0-2.2 3.3-2.1 3.3-.1 0 1.2-1.6 1.4-1.6 2.7M8.05 11.2v.1',
  },
};

type VerdictMarkProps = {
  readonly verdict: Verdict;
  /** The text beside the symbol; omitted where the same text is close by. */
  readonly label?: string;
  /** The text is for screen readers only, where another visible sentence says the same. */
  readonly isLabelHidden?: boolean;
};

export const VerdictMark = ({ verdict, label, isLabelHidden = false }: VerdictMarkProps) => (
  <span className={classNames(styles.mark, styles[verdict])} data-verdict={verdict}>
    <svg
      width="15"
      height="15"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[verdict].outline} />
      <path d={shapes[verdict].sign} />
    </svg>
    {label === undefined ? null : (
      <span className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
    )}
  </span>
);
