/** One matter of the settings: its name and why on the left, what can be set on the right. */
import type { ReactNode } from 'react';
import type { SettingsPart } from '../../state/store.ts';
import styles from './section.module.css';

/** The heading that leads to it. */
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
  /** What can be seen needs the whole width; its name stands above. */
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
