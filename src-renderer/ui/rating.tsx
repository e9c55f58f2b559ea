import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Star, X } from 'lucide-react';
import { classNames } from './class-names.ts';
import { digitOf, keyOf } from './keys.ts';
import styles from './rating.module.css';

const steps = [1, 2, 3, 4, 5] as const;

type RatingProps = {
  readonly label: string;
  /** Stars; 0: none. */
  readonly value: number;
  readonly onChange: (stars: number) => void;
  readonly starsLabel: (stars: number) => string;
  readonly clearLabel: string;
};

/** One to five stars. The selected star resets the rating, as 0 and Delete do. */
export const Rating = ({ label, value, onChange, starsLabel, clearLabel }: RatingProps) => (
  <span className={styles.rating}>
    <RadioGroup
      className={styles.stars}
      aria-label={label}
      value={value}
      onValueChange={(stars) => onChange(stars)}
      onKeyDown={(event) => {
        if (digitOf(event) !== 0 && !['Delete', 'Backspace'].includes(keyOf(event) ?? '')) return;
        event.preventDefault();
        event.stopPropagation();
        onChange(0);
      }}
    >
      {steps.map((stars) => (
        <Radio.Root
          key={stars}
          value={stars}
          className={styles.star}
          aria-label={starsLabel(stars)}
          onClick={() => {
            if (stars === value) onChange(0);
          }}
        >
          <Star size={16} aria-hidden className={classNames(stars <= value && styles.full)} />
        </Radio.Root>
      ))}
    </RadioGroup>
    {value === 0 ? null : (
      <button
        type="button"
        className={styles.clear}
        aria-label={clearLabel}
        title={clearLabel}
        onClick={() => onChange(0)}
      >
        <X size={12} aria-hidden />
      </button>
    )}
  </span>
);

/** The outline of lucide's star, 24 units wide. */
const starPath =
  'M11.525 2.295a.53.53 0 0 1 .95 0l2.31 4.679a2.123 2.123 0 0 0 1.595 1.16l5.166.756a.53.53 0 0 1 .294.904l-3.736 3.638a2.123 2.123 0 0 0-.611 1.878l.882 5.14a.53.53 0 0 1-.771.56l-4.618-2.428a2.122 2.122 0 0 0-1.973 0L6.396 21.01a.53.53 0 0 1-.77-.56l.881-5.139a2.122 2.122 0 0 0-.611-1.879L2.16 9.795a.53.53 0 0 1 .294-.906l5.165-.755a2.122 2.122 0 0 0 1.597-1.16z';

/** A read-only rating; a single drawing, because thousands of them are scrolled. */
export const RatingMark = ({ value, label }: { readonly value: number; readonly label: string }) => (
  <svg
    className={styles.full}
    width={value * 12}
    height={12}
    viewBox={`0 0 ${value * 24} 24`}
    role="img"
    aria-label={label}
  >
    {steps.slice(0, value).map((star) => (
      <path key={star} d={starPath} transform={`translate(${(star - 1) * 24} 0)`} />
    ))}
  </svg>
);
