import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import { type ReactElement, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { keyOf } from './keys.ts';
import styles from './tooltip.module.css';

type TooltipProps = {
  readonly text: string;
  readonly shortcut?: string;
  /** One element that accepts a ref and the standard event props. */
  readonly children: ReactElement;
};

/** A short text about the hovered or focused element; never the only place where that text can be found. */
export const Tooltip = ({ text, shortcut, children }: TooltipProps) => {
  const [isOpen, setOpen] = useState(false);
  // An open tooltip of the component library stops Escape from reaching other handlers. It is closed before they run,
  // so that one press also closes the dialog, menu or screen behind it.
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (keyOf(event) === 'Escape') flushSync(() => setOpen(false));
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [isOpen]);
  return (
    <BaseTooltip.Root open={isOpen} onOpenChange={setOpen}>
      <BaseTooltip.Trigger delay={500} render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner className={styles.positioner} sideOffset={6}>
          <BaseTooltip.Popup className={styles.popup}>
            {text}
            {shortcut === undefined ? null : <kbd className={styles.shortcut}>{shortcut}</kbd>}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
};
