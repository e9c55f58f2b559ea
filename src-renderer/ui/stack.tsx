import type { ComponentProps } from 'react';
import styles from './layout.module.css';

/** A step of the grid, as in `--space-1`. */
export type Gap = 1 | 2 | 3 | 4;

type StackProps = Omit<ComponentProps<'div'>, 'className'> & { readonly gap: Gap };

/** Places its children below each other. */
export const Stack = ({ gap, ...rest }: StackProps) => (
  <div {...rest} className={`${styles.stack} ${styles[`gap${gap}`]}`} />
);
