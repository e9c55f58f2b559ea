import { Slider as BaseSlider } from '@base-ui/react/slider';
import type { ReactNode } from 'react';
import styles from './slider.module.css';

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Step of Page Up, Page Down and Shift with an arrow. */
  readonly largeStep?: number;
  /** The value as it is read aloud. */
  readonly valueText: (value: number) => string;
  readonly onChange: (value: number) => void;
  /** Marks drawn on the track. */
  readonly children?: ReactNode;
};

/** One figure on a line. */
export const Slider = (props: SliderProps) => (
  <BaseSlider.Root
    value={props.value}
    min={props.min}
    max={props.max}
    step={props.step}
    largeStep={props.largeStep}
    onValueChange={(value) => props.onChange(value)}
  >
    <BaseSlider.Control className={styles.control}>
      <BaseSlider.Track className={styles.track}>
        <BaseSlider.Indicator className={styles.fill} />
        {props.children}
        <BaseSlider.Thumb
          className={styles.thumb}
          aria-label={props.label}
          getAriaValueText={(_formatted, value) => props.valueText(value)}
        />
      </BaseSlider.Track>
    </BaseSlider.Control>
  </BaseSlider.Root>
);
