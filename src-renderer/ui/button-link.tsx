/** A link styled as a button: for downloads and for pages outside the program. */
import type { ComponentProps } from 'react';
import { type ButtonStyle, buttonClass } from './button.tsx';

type ButtonLinkProps = ButtonStyle &
  Omit<ComponentProps<'a'>, 'className' | 'style'> & { readonly href: string };

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
