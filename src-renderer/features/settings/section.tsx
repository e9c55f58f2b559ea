/** One section of the settings: name and description on the left, controls on the right. */
import type { ReactNode } from 'react';
import type { SettingsPart } from '../../state/store.ts';
import styles from './section.module.css';

/** Id of the section's heading. */
export const headingIdOf = (part: SettingsPart): string => `settings-${part}`;

export const Section = ({
  part,
  title,
  why,
  isWide = false,
  children,
}: {
  readonly part: SettingsPart;
  readonly title: string;
  readonly why?: string;
  /** The controls use the full width; the name is above them. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) => {
  const id = headingIdOf(part);
  return (
    <section className={styles.section} data-wide={isWide || undefined} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title} tabIndex={-1}>
          {title}
        </h2>
        {why === undefined ? null : <p className={styles.why}>{why}</p>}
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  );
};
