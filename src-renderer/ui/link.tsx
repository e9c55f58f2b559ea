import { ExternalLink } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { type ButtonStyle, buttonClass } from './button.tsx';

type ButtonLinkProps = ButtonStyle &
  Omit<ComponentProps<'a'>, 'className' | 'style'> & { readonly href: string };

/** A link styled as a button: for downloads and for pages outside the program. */
export const ButtonLink = ({
  variant = 'quiet',
  size = 'medium',
  icon,
  children,
  ...rest
}: ButtonLinkProps) => (
  <a {...rest} className={buttonClass({ variant, size })}>
    {icon}
    {children}
  </a>
);

/** A link to a page outside the program; it opens in the user's browser. */
export const OutsideLink = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <a href={href} target="_blank" rel="noreferrer" className={styles.outside}>
    {children}
    <ExternalLink size={12} aria-hidden />
  </a>
);
