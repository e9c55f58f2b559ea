/** A titled part of the details. */
import type { ReactNode } from 'react';
import styles from './item-panel.module.css';

export const Group = ({
  title,
  isInner = false,
  children,
}: {
  readonly title: string;
  /** Nested below the name of one of two results. */
  readonly isInner?: boolean;
  readonly children: ReactNode;
}) => {
  const Title = isInner ? 'h3' : 'h2';
  return (
    <section className={styles.group}>
      <Title className={styles.title}>{title}</Title>
      {children}
    </section>
  );
};
