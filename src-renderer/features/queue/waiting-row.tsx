/** A waiting run: dragged by its handle, by keyboard, or moved from its menu. */
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, GripVertical, ListOrdered } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import type { Job } from '#contract/model/job.ts';
import { type Step, steps } from '../../state/queue-order.ts';
import { useMessages } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import styles from './job-row.module.css';
import { JobBody } from './job-row.tsx';

const stepIcons = { first: ArrowUpToLine, up: ArrowUp, down: ArrowDown, last: ArrowDownToLine } as const;

/** Moves a waiting run in the order without dragging. */
const MoveMenu = ({
  names,
  isPossible,
  onMove,
}: {
  readonly names: string;
  readonly isPossible: (step: Step) => boolean;
  readonly onMove: (step: Step) => void;
}) => {
  const messages = useMessages().queue.move;
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
            const Icon = stepIcons[step];
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

type WaitingRowProps = {
  readonly job: Job;
  /** Starting at 1. */
  readonly place: number;
  readonly count: number;
  readonly nowMs: number;
  readonly tag: string | null;
  readonly onMove: (job: Job, step: Step) => void;
};

const makingRoom = { duration: 120, easing: 'ease' };
const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

const Row = ({ job, place, count, nowMs, tag, onMove }: WaitingRowProps) => {
  const { ui, queue } = useMessages();
  const messages = queue.move;
  const names = ui.queue.names(job.imageName, job.videoName);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({
      id: job.id,
      attributes: { roleDescription: messages.role },
      transition: isStill() ? null : makingRoom,
    });
  // While one row is dragged every row renders; memoising keeps its content.
  const menu = useMemo(() => {
    const isPossible = (step: Step) => (step === 'first' || step === 'up' ? place > 1 : place < count);
    if (count < 2) return null;
    return <MoveMenu names={names} isPossible={isPossible} onMove={(step) => onMove(job, step)} />;
  }, [job, names, place, count, onMove]);
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={styles.row}
      data-state={job.state.kind}
      data-job={job.id}
      data-dragged={isDragging || undefined}
      tabIndex={-1}
    >
      <button
        {...attributes}
        {...listeners}
        ref={setActivatorNodeRef}
        type="button"
        className={styles.handle}
        aria-label={messages.handle(names, place, count)}
      >
        <GripVertical size={15} aria-hidden />
      </button>
      <JobBody job={job} nowMs={nowMs} tag={tag} menu={menu} />
    </li>
  );
};

export const WaitingRow = memo(Row);
