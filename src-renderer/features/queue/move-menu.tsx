/** Moves a waiting run in the order without dragging. */
import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, ListOrdered } from 'lucide-react';
import { useRef, useState } from 'react';
import { queueMessages } from '../../messages/queue.ts';
import { type Step, steps } from '../../state/queue-order.ts';
import { useLanguage } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';

const icons = { first: ArrowUpToLine, up: ArrowUp, down: ArrowDown, last: ArrowDownToLine } as const;

export const MoveMenu = ({
  names,
  isPossible,
  onMove,
}: {
  readonly names: string;
  readonly isPossible: (step: Step) => boolean;
  readonly onMove: (step: Step) => void;
}) => {
  const messages = queueMessages[useLanguage()].move;
  const button = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const look = { size: 15, 'aria-hidden': true } as const;
  return (
    <span ref={button}>
      <IconButton
        size="small"
        label={messages.menu(names)}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ListOrdered {...look} />
      </IconButton>
      {/* Rendered only when open: 200 closed menus would be slow. */}
      {isOpen ? (
        <Menu
          label={messages.menu(names)}
          anchor={button.current}
          onClose={() => setIsOpen(false)}
          focusAfter={() => button.current?.querySelector('button') ?? null}
        >
          {steps.filter(isPossible).map((step) => {
            const Icon = icons[step];
            return (
              <MenuItem key={step} icon={<Icon {...look} />} onChoose={() => onMove(step)}>
                {messages[step]}
              </MenuItem>
            );
          })}
        </Menu>
      ) : null}
    </span>
  );
};
