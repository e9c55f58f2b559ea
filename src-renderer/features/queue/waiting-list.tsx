/** Waiting jobs in the order of execution; moved by pointer, by keyboard, or from each row's menu. */

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { GripVertical } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { afterMove, type Move, moveBy, moveTo, type Step } from '../../state/queue-order.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { FoldedRows, type RevealedJob } from './folded-rows.tsx';
import styles from './job-row.module.css';
import { WaitingRow } from './waiting-row.tsx';

type Moves = {
  readonly order: readonly JobId[];
  readonly error: AppError | null;
  /** Returns the resulting order; null: the move was rejected. */
  readonly move: (move: Move) => Promise<readonly JobId[] | null>;
};

/** The order of waiting jobs, with a move shown before the main process confirms it. */
const useMoves = (waiting: readonly Job[]): Moves => {
  const { actions } = useApp();
  const key = waiting.map(({ id }) => id).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key contains the ids; other changes of the jobs do not affect the order.
  const storedOrder = useMemo(() => waiting.map(({ id }) => id), [key]);
  /** `key`: the order the move was requested in; any other order from the main process replaces it. */
  const [pending, setPending] = useState<{ readonly move: Move; readonly key: string } | null>(null);
  // If another client restores that order, this move must not be applied again.
  if (pending !== null && pending.key !== key) setPending(null);
  const [error, setError] = useState<AppError | null>(null);
  const order = useMemo(
    () => (pending !== null && pending.key === key ? afterMove(storedOrder, pending.move) : storedOrder),
    [pending, key, storedOrder],
  );
  const move = async (requested: Move): Promise<readonly JobId[] | null> => {
    setPending({ move: requested, key });
    const refusal = await actions.moveJob(requested);
    setError(refusal);
    if (refusal === null) return afterMove(storedOrder, requested);
    setPending(null);
    return null;
  };
  return { order, error, move };
};

const shownFirst = 8;

// Constant: a new object would render every row again.
/** A press on the handle without movement does not start a drag. */
const byPointer = { activationConstraint: { distance: 4 } };
const byKeys = { coordinateGetter: sortableKeyboardCoordinates };
const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

type WaitingListProps = {
  readonly jobs: readonly Job[];
  readonly nowMs: number;
  /** A run that must not be collapsed. */
  readonly revealed: RevealedJob;
  readonly tagOf: (job: Job) => string | null;
  /** Announces the outcome of a move to screen readers. */
  readonly onSay: (sentence: string) => void;
};

export const WaitingList = ({ jobs, nowMs, revealed, tagOf, onSay }: WaitingListProps) => {
  const { ui, queue } = useMessages();
  const messages = queue.move;
  const { order, error, move } = useMoves(jobs);
  const sensors = useSensors(useSensor(PointerSensor, byPointer), useSensor(KeyboardSensor, byKeys));
  const [dragged, setDragged] = useState<string | null>(null);
  const ids: string[] = useMemo(() => [...order], [order]);
  const byId = useMemo(() => new Map(jobs.map((job) => [job.id, job])), [jobs]);
  const namesOf = (id: UniqueIdentifier): string => {
    const job = jobs.find((known) => known.id === id);
    return job ? ui.queue.names(job.imageName, job.videoName) : '';
  };
  const placeOf = (id: UniqueIdentifier): number => ids.indexOf(String(id)) + 1;

  const applyMove = async (requested: Move | null): Promise<void> => {
    if (requested === null) return;
    const after = await move(requested);
    const names = namesOf(requested.jobId);
    onSay(
      after === null
        ? messages.failed
        : messages.moved(names, after.indexOf(requested.jobId) + 1, after.length),
    );
  };
  // Rows render again only when they change, so their callbacks must stay the same.
  const latest = useRef(applyMove);
  useEffect(() => {
    latest.current = applyMove;
  });
  const orderNow = useRef(order);
  useEffect(() => {
    orderNow.current = order;
  });
  const step = useCallback((job: Job, by: Step) => {
    void latest.current(moveBy(orderNow.current, job.id, by));
  }, []);

  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const job = jobs.find(({ id }) => id === active.id);
    const to = over === null ? -1 : placeOf(over.id) - 1;
    if (job) void applyMove(moveTo(order, job.id, to));
  };
  const hasLeft = useRef(false);
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      hasLeft.current = false;
      return messages.picked(namesOf(active.id), placeOf(active.id), order.length);
    },
    onDragOver: ({ active, over }) => {
      if (over === null) return undefined;
      // An announcement at the original position would interrupt the one for picking it up.
      hasLeft.current ||= over.id !== active.id;
      return hasLeft.current ? messages.over(placeOf(over.id), order.length) : undefined;
    },
    // A completed move is announced once the main process has confirmed it.
    onDragEnd: ({ active, over }) =>
      over === null || over.id === active.id ? messages.left(namesOf(active.id)) : undefined,
    onDragCancel: ({ active }) => messages.left(namesOf(active.id)),
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      accessibility={{ announcements, screenReaderInstructions: { draggable: messages.how } }}
      onDragStart={({ active }) => setDragged(namesOf(active.id))}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
    >
      {error === null ? null : (
        <div className={styles.problem}>
          <AppErrorLine error={error} />
        </div>
      )}
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <FoldedRows
          rows={order.flatMap((id) => byId.get(id) ?? [])}
          shownFirst={shownFirst}
          revealed={revealed}
          row={(job, index) => (
            <WaitingRow
              key={job.id}
              job={job}
              place={index + 1}
              count={order.length}
              nowMs={nowMs}
              tag={tagOf(job)}
              onMove={step}
            />
          )}
        />
      </SortableContext>
      {/* An overlay, because a row that leaves its list would make the list longer and keep it scrolling. */}
      <DragOverlay dropAnimation={null}>
        {dragged === null ? null : (
          <div className={styles.dragged}>
            <GripVertical size={15} aria-hidden />
            {dragged}
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
};
