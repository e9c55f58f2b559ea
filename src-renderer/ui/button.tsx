import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export type ButtonStyle = {
  /** `primary` is for the one next action of a screen. */
  readonly variant?: 'primary' | 'quiet' | 'plain' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
};

/** The classes of a button, for links that look like one. */
export const buttonClass = ({ variant = 'quiet', size = 'medium' }: ButtonStyle): string =>
  classNames(styles.button, styles[variant], size !== 'medium' && styles[size]);

type ButtonProps = ButtonStyle &
  Omit<ComponentProps<'button'>, 'className' | 'style' | 'ref'> & {
    readonly className?: string | undefined;
  };

/** A disabled button keeps its place in the tab order, so that the reason beside it can be found and heard. */
export const Button = ({
  variant = 'quiet',
  size = 'medium',
  icon,
  className,
  children,
  ...rest
}: ButtonProps) => (
  <BaseButton
    type="button"
    focusableWhenDisabled
    {...rest}
    className={classNames(buttonClass({ variant, size }), className)}
  >
    {icon}
    {children}
  </BaseButton>
);
