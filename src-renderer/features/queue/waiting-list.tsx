/** What waits, in the order in which it will be begun; dragged by pointer or keys, or moved from each row's menu. */
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
import type { Job } from '#contract/model/job.ts';
import { queueMessages } from '../../messages/queue.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { type Move, moveBy, moveTo, type Step } from '../../state/queue-order.ts';
import { useMessages } from '../../state/use-app.ts';
import { FoldedRows } from './folded-rows.tsx';
import type { Wanted } from './use-fold.ts';
import { useMoves } from './use-moves.ts';
import styles from './waiting-list.module.css';
import { WaitingRow } from './waiting-row.tsx';

const shownFirst = 8;

// Made once: with others every row would be drawn again.
/** A press on the handle is no drag yet. */
const byPointer = { activationConstraint: { distance: 4 } };
const byKeys = { coordinateGetter: sortableKeyboardCoordinates };
const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

export type WaitingListProps = {
  readonly jobs: readonly Job[];
  readonly nowMs: number;
  /** A run that must not be folded away. */
  readonly wanted: Wanted;
  readonly tagOf: (job: Job) => string | null;
  /** Read aloud: what came of a move. */
  readonly onSay: (sentence: string) => void;
};

export const WaitingList = ({ jobs, nowMs, wanted, tagOf, onSay }: WaitingListProps) => {
  const { ui, language } = useMessages();
  const messages = queueMessages[language].move;
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

  const obey = async (asked: Move | null): Promise<void> => {
    if (asked === null) return;
    const after = await move(asked);
    const names = namesOf(asked.jobId);
    onSay(
      after === null ? messages.failed : messages.moved(names, after.indexOf(asked.jobId) + 1, after.length),
    );
  };
  // The rows are drawn again only when they change, so what they call must stay the same.
  const latest = useRef(obey);
  useEffect(() => {
    latest.current = obey;
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
    if (job) void obey(moveTo(order, job.id, to));
  };
  const hasLeft = useRef(false);
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      hasLeft.current = false;
      return messages.picked(namesOf(active.id), placeOf(active.id), order.length);
    },
    onDragOver: ({ active, over }) => {
      if (over === null) return undefined;
      // Said at once over its own place, it would take the place of what picking it up says.
      hasLeft.current ||= over.id !== active.id;
      return hasLeft.current ? messages.over(placeOf(over.id), order.length) : undefined;
    },
    // What came of it is said once it is known.
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
          wanted={wanted}
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
      {/* Laid over the page: a row that left its list would make the list longer, and scroll it on and on. */}
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
