import { Button as BaseButton } from '@base-ui/react/button';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
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

type NamedButtonProps = Omit<IconButtonProps, 'children' | 'variant' | 'size'>;

/** Closes, removes or dismisses what it stands beside. */
export const CloseButton = (props: NamedButtonProps) => (
  <IconButton {...props} size="small">
    <X size={14} aria-hidden />
  </IconButton>
);

/** Shows and hides a part of the page. `opensUp`: the part is above the button. */
export const FoldButton = ({
  isOpen,
  opensUp = false,
  ...props
}: NamedButtonProps & { readonly isOpen: boolean; readonly opensUp?: boolean }) => {
  const Icon = isOpen === opensUp ? ChevronDown : ChevronUp;
  return (
    <IconButton {...props} size="small" aria-expanded={isOpen}>
      <Icon size={15} aria-hidden />
    </IconButton>
  );
};
