/** The sections of the settings, and the links to them. */

import { type ComponentProps, type ReactNode, useEffect } from 'react';
import type { SettingsPart } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './section.module.css';

/** Id of the section's heading. */
const headingIdOf = (part: SettingsPart): string => `settings-${part}`;

/** Name and description on the left, controls on the right. */
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
      <div>
        <h2 id={id} className={styles.title} tabIndex={-1}>
          {title}
        </h2>
        {why === undefined ? null : <p className={styles.why}>{why}</p>}
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  );
};

const goTo = (part: SettingsPart): void => {
  const heading = document.getElementById(headingIdOf(part));
  heading?.closest('section')?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

/** Links to all sections in one line, because the page is several screens long. */
export const SectionLinks = ({
  label,
  titles,
}: {
  readonly label: string;
  readonly titles: readonly (readonly [SettingsPart, string])[];
}) => {
  const requested = useAppState(({ view }) =>
    view.screen.kind === 'settings' ? view.screen.part : undefined,
  );
  useEffect(() => {
    if (requested !== undefined) goTo(requested);
  }, [requested]);
  return (
    <ul className={styles.links} aria-label={label}>
      {titles.map(([part, title]) => (
        <li key={part}>
          <a
            className={styles.link}
            href={`#${headingIdOf(part)}`}
            onClick={(event) => {
              // The URL is not changed: in browser mode it contains the access key.
              event.preventDefault();
              goTo(part);
            }}
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
};

/** A choice of one among a few, with its name beside it. */
export const ChoiceRow = <Value extends string>({
  hint,
  ...choice
}: ComponentProps<typeof Segmented<Value>> & { readonly hint?: string }) => (
  <div className={styles.choice}>
    <span className="soft">{choice.label}</span>
    <Segmented {...choice} />
    {hint === undefined ? null : <p className="note">{hint}</p>}
  </div>
);
