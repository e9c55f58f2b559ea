import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import styles from './tooltip.module.css';

type TooltipProps = {
  readonly text: string;
  readonly shortcut?: string;
  /** One element that takes a ref and the usual event props. */
  readonly children: ReactElement;
};

/** A few words about what is pointed at or focused; never the only place where they can be found. */
export const Tooltip = ({ text, shortcut, children }: TooltipProps) => (
  <BaseTooltip.Root>
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
