/** A store whose disk may be full, and whose program may be killed just before or just after a write. */
import { fail, type Result } from '#contract/errors.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import type { JobStore } from '#main/jobs/store.ts';
import type { Program } from './harness.ts';
import type { Life } from './provider-plan.ts';

/** `writes`: number of successful writes before the kill. `isWritten`: whether the last one is written. */
type Fuse = { writes: number; readonly isWritten: boolean };

type Troubled = Life & { fuse: Fuse | null; isFull: boolean };

/** Thrown at the caller of a write when the program is killed, so that nothing after it runs. */
export class Killed extends Error {}

/** `troubled`: undefined while the program is being created. */
export const faultyStore = (store: JobStore, troubled: () => Troubled | undefined): JobStore => {
  const writing = <T>(write: () => Result<T>): Result<T> => {
    const open = troubled();
    if (open === undefined) return write();
    if (!open.isAlive()) throw new Killed();
    if (open.isFull) return fail('disk-full', { subject: 'understudy.db' });
    const { fuse } = open;
    const isLast = fuse?.writes === 0;
    if (fuse !== null) fuse.writes -= 1;
    const written = isLast && !fuse?.isWritten ? null : write();
    if (isLast) open.kill();
    if (written === null || !open.isAlive()) throw new Killed();
    return written;
  };
  return {
    ...store,
    insert: (records, order) => writing(() => store.insert(records, order)),
    apply: (id, event) => writing(() => store.apply(id, event)),
    takeUnfinished: (eventOf) => writing(() => store.takeUnfinished(eventOf)),
    callOff: (batchId, which) => writing(() => store.callOff(batchId, which)),
    reorder: (id, beforeId) => writing(() => store.reorder(id, beforeId)),
    backfillLedger: () => writing(store.backfillLedger),
    remove: (id, isAllowed) => writing(() => store.remove(id, isAllowed)),
  };
};

export type Open = Troubled & {
  readonly program: Program;
  /** Resolves when it is killed: answers that callers wait for never arrive then. */
  readonly death: Promise<null>;
};

export const waitFor = async ({ program, isAlive }: Open, ms: number): Promise<void> => {
  const untilMs = program.clock.now().getTime() + ms;
  await program.clock.until(() => !isAlive() || program.clock.now().getTime() >= untilMs);
};

export const closeProgram = async (one: Open): Promise<void> => {
  let isClosed = false;
  const closed = one.program.jobs.close().then(() => {
    isClosed = true;
  });
  await one.program.clock.until(() => isClosed);
  await closed;
  one.kill();
};

/** Reports what is written. */
export const recordingStore = (
  store: JobStore,
  notes: {
    readonly onInsert: (records: readonly JobRecord[], isTaken: boolean) => void;
    readonly onWaiting: (id: string) => void;
  },
): JobStore => ({
  ...store,
  insert: (records, order) => {
    const taken = store.insert(records, order);
    notes.onInsert(records, taken.ok);
    return taken;
  },
  apply: (id, event) => {
    const changed = store.apply(id, event);
    if (changed.ok && changed.value.record.state.kind === 'waiting') notes.onWaiting(id);
    return changed;
  },
});
