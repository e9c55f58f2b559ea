/** Layout primitives: children below or beside each other, and a list of named facts. */
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './layout.module.css';

/** A step of the grid, as in `--space-1`. */
type Gap = 1 | 2 | 3 | 4;

type StackProps = Omit<ComponentProps<'div'>, 'className'> & { readonly gap: Gap };

/** Places its children below each other. */
export const Stack = ({ gap, ...rest }: StackProps) => (
  <div {...rest} className={classNames(styles.stack, styles[`gap${gap}`])} />
);

type RowProps = StackProps & {
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

type FactsProps = { readonly gap: Gap; readonly isSmall?: boolean; readonly children: ReactNode };

/** A list of facts, the names in one column and the values in another. */
export const Facts = ({ gap, isSmall = false, children }: FactsProps) => (
  <dl className={classNames(styles.facts, styles[`gap${gap}`], isSmall && styles.small)}>{children}</dl>
);

type FactProps = {
  readonly name: string;
  readonly children: ReactNode;
  /** Explanations below the value. */
  readonly notes?: readonly string[];
};

export const Fact = ({ name, children, notes = [] }: FactProps) => (
  <>
    <dt className="soft">{name}</dt>
    <dd>
      {children}
      {notes.map((note) => (
        <span key={note} className={styles.note}>
          {note}
        </span>
      ))}
    </dd>
  </>
);
