import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import styles from './segmented.module.css';

type SegmentedOption<Value> = {
  readonly value: Value;
  readonly label: string;
  readonly icon?: ReactNode;
};

type SegmentedProps<Value> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SegmentedOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
};

/** A choice of one among a few visible options; arrow keys move between them. */
export const Segmented = <Value extends string | number>(props: SegmentedProps<Value>) => (
  <RadioGroup
    className={styles.group}
    aria-label={props.label}
    aria-describedby={props.describedBy}
    value={props.value}
    disabled={props.disabled}
    onValueChange={(value) => props.onChange(value)}
  >
    {props.options.map(({ value, label, icon }) => (
      <Radio.Root key={value} value={value} className={styles.option} aria-label={label}>
        {icon}
        <span aria-hidden>{label}</span>
      </Radio.Root>
    ))}
  </RadioGroup>
);
