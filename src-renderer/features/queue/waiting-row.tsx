/** A waiting run: dragged by its handle, by keyboard, or moved from its menu. */
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import { memo, useMemo } from 'react';
import type { Job } from '#contract/model/job.ts';
import { queueMessages } from '../../messages/queue.ts';
import type { Step } from '../../state/queue-order.ts';
import { useMessages } from '../../state/use-app.ts';
import row from './job-row.module.css';
import { JobBody } from './job-row.tsx';
import { MoveMenu } from './move-menu.tsx';
import styles from './waiting-list.module.css';

export type WaitingRowProps = {
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
  const { ui, language } = useMessages();
  const messages = queueMessages[language].move;
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
      className={row.row}
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
