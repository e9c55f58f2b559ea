/** Links to all sections in one line, because the page is several screens long. */
import { useEffect } from 'react';
import type { SettingsPart } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { headingIdOf } from './section.tsx';
import styles from './section-links.module.css';

const goTo = (part: SettingsPart): void => {
  const heading = document.getElementById(headingIdOf(part));
  heading?.closest('section')?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

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
