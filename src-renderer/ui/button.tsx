import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { ignoreRepeat } from './keys.ts';

export type ButtonStyle = {
  /** `primary`: the one main action of a screen. */
  readonly variant?: 'primary' | 'quiet' | 'plain' | 'danger';
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
};

/** The classes of a button, for links styled as one. */
export const buttonClass = ({ variant = 'quiet', size = 'medium' }: ButtonStyle): string =>
  classNames(styles.button, styles[variant], size !== 'medium' && styles[size]);

type ButtonProps = ButtonStyle &
  Omit<ComponentProps<'button'>, 'className' | 'style' | 'ref'> & {
    readonly className?: string | undefined;
    /**
     * Ignores the second half of a double click and the repeats of a held key: for buttons that send, pay or are
     * replaced by another one.
     */
    readonly isSinglePress?: boolean;
  };

/** A disabled button stays in the tab order, so that its reason can be found and is read aloud. */
export const Button = ({
  variant = 'quiet',
  size = 'medium',
  icon,
  className,
  isSinglePress = false,
  onClick,
  onKeyDown,
  children,
  ...rest
}: ButtonProps) => (
  <BaseButton
    type="button"
    focusableWhenDisabled
    {...rest}
    onKeyDown={(event) => {
      if (isSinglePress) ignoreRepeat(event);
      onKeyDown?.(event);
    }}
    onClick={(event) => {
      if (!isSinglePress || event.detail < 2) onClick?.(event);
    }}
    className={classNames(buttonClass({ variant, size }), className)}
  >
    {icon}
    {children}
  </BaseButton>
);
