/** A link to a page outside the program; it opens in the user's browser. */
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './outside-link.module.css';

export const OutsideLink = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a href={href} target="_blank" rel="noreferrer" className={styles.link}>
    {children}
    <ExternalLink size={12} aria-hidden />
  </a>
);
