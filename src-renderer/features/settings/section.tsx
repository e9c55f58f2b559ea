/** One matter of the settings: its name and why on the left, what can be set on the right. */
import { type ReactNode, useId } from 'react';
import styles from './section.module.css';

export const Section = ({
  title,
  why,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly why?: string;
  /** What can be seen needs the whole width; its name stands above. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className={styles.section} data-wide={isWide || undefined} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {why === undefined ? null : <p className={styles.why}>{why}</p>}
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  );
};
