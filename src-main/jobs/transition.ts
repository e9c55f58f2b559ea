/** A job's whole record after an event. */
import { type AppError, ok, type Result } from '#contract/errors.ts';
import { noPastedLinks } from '#contract/model/delivery-setup.ts';
import { type JobEvent, next } from './machine.ts';
import type { JobRecord, StoredState } from './record.ts';

const beforeTaken: readonly StoredState['kind'][] = ['queued', 'preparing', 'uploading', 'starting'];

const busyAfter = ({ busy }: JobRecord, event: JobEvent, now: Date): JobRecord['busy'] =>
  event.kind === 'rate-limited'
    ? {
        since: busy?.since ?? now.toISOString(),
        until: event.until,
        refusals: (busy?.refusals ?? 0) + 1,
      }
    : busy;

export const transition = (record: JobRecord, event: JobEvent, now: Date): Result<JobRecord> => {
  const state = next(record.state, event);
  if (!state.ok) return state;
  const isNew = state.value.kind !== record.state.kind;
  return ok({
    ...record,
    stateSince: isNew ? now.toISOString() : record.stateSince,
    transferRecords: event.kind === 'delivered' ? [...event.transferRecords] : record.transferRecords,
    // A signed link has done its work when the result is kept.
    links: event.kind === 'kept' ? noPastedLinks : record.links,
    busy: beforeTaken.includes(state.value.kind) ? busyAfter(record, event, now) : null,
    state: state.value,
  });
};

/** The job has moved on: it was cancelled or dismissed. */
export const isRefusal = (error: AppError): boolean =>
  error.code === 'job-not-in-state' || error.code === 'job-unknown';
