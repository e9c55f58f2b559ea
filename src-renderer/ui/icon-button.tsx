import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { type ButtonStyle, buttonClass } from './button.tsx';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

type IconButtonProps = Omit<ButtonStyle, 'icon'> &
  Omit<ComponentProps<'button'>, 'className' | 'style' | 'ref' | 'children' | 'aria-label'> & {
    /** Its function, read aloud and shown in the tooltip. */
    readonly label: string;
    /** The equivalent key, shown in the tooltip. */
    readonly shortcut?: string;
    readonly children: ReactNode;
  };

/** A button with an icon only; its label appears on hover or focus. */
export const IconButton = ({
  label,
  shortcut,
  variant = 'plain',
  size = 'medium',
  children,
  ...rest
}: IconButtonProps) => (
  <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
    <BaseButton
      type="button"
      focusableWhenDisabled
      {...rest}
      aria-label={label}
      className={classNames(buttonClass({ variant, size }), styles.square)}
    >
      {children}
    </BaseButton>
  </Tooltip>
);
