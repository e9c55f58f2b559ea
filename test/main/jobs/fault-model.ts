/** The fault model: a user, a program that is started and killed, a provider and a disk, all of which may fail. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BatchId, isSettled } from '#contract/model/job.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import { mayStillCome } from '#main/jobs/machine.ts';
import { openSentLog } from '#main/jobs/sent-log.ts';
import type { JobStore, StoredJob } from '#main/jobs/store.ts';
import { createTestLog } from '../storage/test-log.ts';
import { buttons, say, triesOf, type Word, wordsThatPay } from './fault-model-actions.ts';
import { breachesWhilePaused, createModelLedger } from './fault-model-ledger.ts';
import { type OrderStep, runsOf, type Step } from './fault-model-steps.ts';
import {
  closeProgram,
  faultyStore,
  Killed,
  type Open,
  recordingStore,
  waitFor,
} from './fault-model-store.ts';
import { createHarness, type Program } from './harness.ts';
import { breachesBetween, breachesIn, breachesShown, isFree, type Records } from './invariants.ts';
import { createOutside, type Life, type Plan } from './provider-plan.ts';
import { freeModel, model } from './samples.ts';

export type World = {
  readonly take: (step: Step) => Promise<void>;
  /** Ends all faults and waits until every job is settled. */
  readonly calmDown: () => Promise<void>;
  readonly end: () => void;
  readonly records: () => Records;
  /** Ledger entries that sent.jsonl alone would count differently. */
  readonly ledgerBeyondLog: () => readonly string[];
};

/** Each start compares the database with sent.jsonl. */
export const createWorld = (plan: Plan): World => {
  const harness = createHarness();
  const outside = createOutside(plan);
  const observerLog = createTestLog();
  const dataFolder = dirname(harness.workFolder);
  const observed = harness.observe(observerLog);
  const ledger = createModelLedger(observed);
  let settings = settingsSchema.parse({});
  let opened: Open | null = null;
  const lost = new Set<string>();
  const accepted = new Set<string>();
  const free = new Set<string>();
  /** Were shown as settled before that state was stored. */
  const shownEnded = new Set<string>();
  const breaches: string[] = [];
  const batches = new Map<BatchId, number | null>();
  let wasPaused = false;
  let approvals = 0;
  let inserted = 0;
  let acted: ReadonlyMap<string, string> = new Map();
  let before: Records = new Map();

  const stored = (): readonly StoredJob[] => {
    const jobs = observed.list();
    if (!jobs.ok) throw new Error('The observer cannot read.');
    return jobs.value;
  };
  const records = (): Records => new Map(stored().map(({ record }) => [record.id, record]));

  outside.onSend((requestId) => {
    if (accepted.has(requestId)) breaches.push(`${requestId} was accepted, and is sent again`);
    if (lost.has(requestId)) breaches.push(`${requestId} may have been sent, and is sent again`);
    if (shownEnded.has(requestId)) breaches.push(`${requestId} was said to have ended, and is sent`);
  });

  const noting = (store: JobStore): JobStore =>
    recordingStore(store, {
      onInsert: (written, isTaken) => {
        if (isTaken) inserted += written.length;
        for (const record of written) if (isFree(record)) free.add(record.id);
      },
      onWaiting: (id) => accepted.add(id),
    });

  const compareWithLog = (program: Program): void => {
    const { isOlder, heldBack } = program.reconcile();
    if (isOlder || heldBack > 0) breaches.push('a killed program is taken for an older database');
    for (const id of lost) {
      const state = records().get(id)?.state.kind;
      // The answer was in the log, and not yet in the database.
      if (state === 'waiting') accepted.add(id);
      if (state !== 'starting' && state !== 'unsure') lost.delete(id);
    }
  };

  const open = async (): Promise<Open> => {
    if (opened?.isAlive()) return opened;
    let isAlive = true;
    let self: Open | undefined;
    let die: (none: null) => void = () => undefined;
    const death = new Promise<null>((resolve) => {
      die = resolve;
    });
    const life: Life = {
      isAlive: () => isAlive,
      kill: () => {
        if (!isAlive) return;
        isAlive = false;
        die(null);
        self?.program.kill();
        // States that were never stored are lost with the process.
        for (const [id, { state }] of records()) if (!isSettled(state)) shownEnded.delete(id);
        for (const { record } of stored())
          if (record.state.kind === 'starting' && !isFree(record)) lost.add(record.id);
      },
    };
    const program = harness.open({
      ...outside.portsFor(life),
      settings: () => settings,
      providers: [outside.providerFor(life, model), outside.providerFor(life, freeModel)],
      wrapStore: (store) => faultyStore(noting(store), () => self),
    });
    self = { ...life, program, death, fuse: null, isFull: false };
    opened = self;
    compareWithLog(program);
    await program.jobs.resume();
    for (const id of lost)
      if (records().get(id)?.state.kind !== 'unsure') breaches.push(`${id} is not unsure after a restart`);
    return self;
  };

  const living = (): readonly Open[] => (opened?.isAlive() ? [opened] : []);
  const settle = async () => {
    await living()[0]?.program.clock.rest();
  };
  /** Offered actions succeed, unless the provider refuses; actions that are not offered are refused. */
  const ask = async (one: Open, job: number, word: Word): Promise<void> => {
    const about = stored()[job % Math.max(1, stored().length)];
    if (about === undefined) return;
    const { id, state } = about.record;
    const was = state.kind;
    const shown = one.program.job(id);
    const isOffered = shown.actions.some((action) => buttons[word].includes(action));
    const isRetried = triesOf(id, [...records().values()]).some(({ state }) => mayStillCome(state));
    acted = new Map([[id, word]]);
    if (wordsThatPay.includes(word)) approvals += 1;
    const answer = await Promise.race([say(one.program, id, word), one.death]);
    if (records().get(id)?.state.kind !== 'unsure') lost.delete(id);
    if (answer === null) return;
    const now = one.isAlive() ? one.program.store.load(id) : null;
    if (was !== shown.state.kind || (now?.ok && !now.value.isTaken && !isSettled(state))) return;
    // The provider may have finished it, and may receive a second cancel request.
    if (word === 'cancel' && was === 'waiting') return;
    // It was already resolved as sent, under an unknown id.
    if (word === 'sent' && was === 'failed') return;
    const isRefused = !answer.ok && answer.error.code === 'job-not-in-state';
    if (isOffered && isRefused && !isRetried) breaches.push(`${id} is ${was}, offers ${word}, refuses it`);
    if (!isOffered && answer.ok) breaches.push(`${id} is ${was}, does not offer ${word}, takes it`);
  };

  const set = (change: Partial<Settings>): void => {
    settings = { ...settings, ...change };
    for (const { program } of living()) program.jobs.settingsChanged();
  };

  const submit = async (one: Open, step: OrderStep): Promise<void> => {
    const ordered = runsOf(step, approvals);
    approvals += ordered.length;
    const judged = {
      before: records(),
      ordered,
      approvals: step.approvals,
      spendingLimits: settings.spendingLimits,
    };
    const { jobs } = one.program;
    const [first] = ordered;
    if (first === undefined) return;
    const answer =
      step.kind === 'submit'
        ? await jobs.submit(first, { approvals: step.approvals })
        : await jobs.submitBatch(ordered, { approvals: step.approvals, stopAfter: step.stopAfter });
    breaches.push(...ledger.breachesOfOrder(judged, answer));
    const batchId = answer.ok && 'batchId' in answer.value ? answer.value.batchId : null;
    if (batchId !== null && step.kind === 'batch') batches.set(batchId, step.stopAfter);
  };

  const reorder = async (one: Open, { job, before: next }: Extract<Step, { kind: 'reorder' }>) => {
    const all = stored();
    const moved = all[job % Math.max(1, all.length)]?.record;
    const behind = next === null ? null : all[next % Math.max(1, all.length)]?.record;
    if (moved === undefined || behind === undefined) return;
    const answering = one.program.jobs.reorder(moved.id, behind?.id ?? null);
    // A moment later some of them may have started.
    const queue = stored();
    breaches.push(...ledger.breachesOfMove({ moved, behind, queue }, await answering));
  };

  const act = async (one: Open, step: Step): Promise<void> => {
    switch (step.kind) {
      case 'open':
        return;
      case 'kill':
        return one.kill();
      case 'close':
        return closeProgram(one);
      case 'submit':
      case 'batch':
        return submit(one, step);
      case 'reorder':
        return reorder(one, step);
      case 'cancel-batch': {
        const batchId = [...batches.keys()][step.batch % Math.max(1, batches.size)];
        if (batchId !== undefined) await one.program.jobs.cancelBatch(batchId);
        return;
      }
      case 'pause':
        return set({ queue: { ...settings.queue, isPaused: step.isPaused } });
      case 'cap': {
        const monthMicros = step.runs === null ? null : step.runs * 896_000;
        return set({ spendingLimits: { ...settings.spendingLimits, monthMicros } });
      }
      case 'ask':
        return ask(one, step.job, step.word);
      case 'wait':
        return waitFor(one, step.ms);
      case 'kill-at-write':
        one.fuse = { writes: step.writes, isWritten: step.isWritten };
        return;
      case 'disk':
        one.isFull = step.isFull;
        return;
      case 'let-go':
        return outside.letGo();
    }
  };

  /** Without jobs that settled before a full disk allowed storing it. */
  const notEnded = (all: Records): Records => new Map([...all].filter(([id]) => !shownEnded.has(id)));

  const check = (): void => {
    const after = records();
    const all = [
      ...breaches,
      ...observerLog.lines.map(({ message }) => message),
      ...breachesBetween(before, after, acted),
      ...breachesIn(after, { ...outside, approvals, lost, free }),
      ...ledger.breachesNow({ records: after, batches, sent: outside.sent, free }),
      ...(wasPaused && settings.queue.isPaused ? breachesWhilePaused(notEnded(before), after) : []),
      ...(inserted > approvals ? [`${inserted} jobs for ${approvals} approvals`] : []),
      ...living().flatMap(({ program }) => breachesShown(program.jobs.list(), after)),
    ];
    for (const { program } of living())
      for (const { id, state } of program.jobs.list()) if (isSettled(state)) shownEnded.add(id);
    if (all.length > 0) throw new Error(all.join('\n'));
    before = after;
    wasPaused = settings.queue.isPaused;
    acted = new Map();
  };

  return {
    records,
    ledgerBeyondLog: () => {
      const sentLog = openSentLog({ dataFolder, log: observerLog });
      return sentLog.ok ? ledger.breachesOfLog(sentLog.value) : [sentLog.error.code];
    },
    take: async (step) => {
      try {
        await act(await open(), step);
      } catch (cause) {
        if (!(cause instanceof Killed)) throw cause;
      }
      await settle();
      check();
    },
    calmDown: async () => {
      outside.calm();
      outside.letGo();
      set({ queue: { ...settings.queue, isPaused: false } });
      for (const one of living()) Object.assign(one, { fuse: null, isFull: false });
      if (living().length === 0) await open();
      const isUnrest = () => [...records().values()].some(({ state }) => !isSettled(state));
      for (let minutes = 0; isUnrest() && minutes < 60; minutes += 1)
        for (const one of living()) await waitFor(one, 60_000);
      await settle();
      check();
      if (isUnrest()) throw new Error('Some work never comes to its end.');
    },
    end: () => {
      for (const one of living()) one.kill();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
