/** Before any job runs: reconciles the database with sent.jsonl, and adds notices of a restore or migration. */
import type { Result } from '#contract/errors.ts';
import type { Reconciled } from './jobs/reconcile.ts';
import type { SentLog } from './jobs/sent-log.ts';
import type { JobStore } from './jobs/store.ts';
import { type Notices, noticesOfOpening } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Database, Sql } from './storage/database.ts';

export const recover = (deps: {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly database: Pick<Database, 'opening' | 'settleOpening'>;
  readonly store: Pick<JobStore, 'reconcile'>;
  readonly sentLog: SentLog;
  readonly notices: Pick<Notices, 'add'>;
  /** Requests a rebuild of the catalogue, at this start or at the next one that can do it. */
  readonly noteRebuild: (sql: Sql) => void;
}): Result<Reconciled> => {
  const { database, store, sentLog, notices } = deps;
  const { opening } = database;
  const isRestored = opening.kind === 'restored';
  const reconciled = store.reconcile({
    sentLog,
    clock: deps.ports.clock,
    isRestored: isRestored && !opening.isComplete,
    onOlder: deps.noteRebuild,
  });
  if (!reconciled.ok) return reconciled;
  const { isOlder, returned, heldBack } = reconciled.value;
  if (isOlder || returned > 0 || heldBack > 0)
    deps.ports.log.warn('database reconciled with sent.jsonl', { isOlder, returned, heldBack });
  for (const notice of noticesOfOpening({ opening, reconciled: reconciled.value })) notices.add(notice);
  if (isRestored) database.settleOpening();
  return reconciled;
};
