/** The names of all sections in one line, each a way to its section: the page is several screens long. */
import type { MouseEvent } from 'react';
import { headingIdOf, type Part } from './section.tsx';
import styles from './section-links.module.css';

const goTo = (event: MouseEvent, part: Part): void => {
  // The address stays as it is: in the browser it holds the key to the program.
  event.preventDefault();
  const heading = document.getElementById(headingIdOf(part));
  heading?.closest('section')?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

export const SectionLinks = ({
  label,
  titles,
}: {
  readonly label: string;
  readonly titles: readonly (readonly [Part, string])[];
}) => (
  <ul className={styles.links} aria-label={label}>
    {titles.map(([part, title]) => (
      <li key={part}>
        <a className={styles.link} href={`#${headingIdOf(part)}`} onClick={(event) => goTo(event, part)}>
          {title}
        </a>
      </li>
    ))}
  </ul>
);
