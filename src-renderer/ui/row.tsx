import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './layout.module.css';
import type { Gap } from './stack.tsx';

type RowProps = Omit<ComponentProps<'div'>, 'className'> & {
  readonly gap: Gap;
  readonly isWrapping?: boolean;
  readonly justify?: 'between' | 'end';
};

/** Places its children beside each other, centred on one line. */
export const Row = ({ gap, isWrapping = false, justify, ...rest }: RowProps) => (
  <div
    {...rest}
    className={classNames(
      styles.row,
      styles[`gap${gap}`],
      isWrapping && styles.wrap,
      justify !== undefined && styles[justify],
    )}
  />
);
