/** The jobs room: takes requests in, works on them, goes on with them after a restart, and tells the page of all. */
import { setImmediate } from 'node:timers/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { isAtRest } from '#contract/rules/at-rest.ts';
import { freeBytes } from '../files/free-space.ts';
import type { Provider } from '../providers/spec.ts';
import { createBackground } from './background.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createDrive, following } from './drive.ts';
import type { JobPorts } from './ports.ts';
import { createQueueView } from './queue-view.ts';
import { type JobRecord, providerNameOf } from './record.ts';
import { createSchedule } from './schedule.ts';
import type { StepContext } from './step-context.ts';
import type { JobStore } from './store.ts';

export type Jobs = Decisions & {
  /** Newest first. */
  readonly list: () => readonly Job[];
  /** Writes a new job down and begins to work on it. */
  readonly submit: (record: JobRecord) => Promise<Result<Job>>;
  /** Goes on with the jobs of programs that have ended, now and for as long as this one is open. */
  readonly resume: () => Promise<void>;
  /** Stops all work; each job stays in its state for the next start. */
  readonly close: () => Promise<void>;
};

export type JobsDeps = JobPorts &
  Partial<Pick<StepContext['ports'], 'freeBytes'>> & {
    readonly store: JobStore;
    /** The whole queue, newest first. */
    readonly onChange: (jobs: readonly Job[]) => void;
  };

const lookAroundEveryMs = 1000;
/** How long closing waits for the answer to a request that is on its way. */
const closingGraceMs = 5000;
/** How long it then waits for what was told to give up. */
const lastGraceMs = 2000;

const abilitiesOf = (provider: Provider | undefined) => ({
  canCancelRun: provider?.cancel !== undefined,
  canFind: provider?.find !== undefined,
});

export const createJobs = (deps: JobsDeps): Jobs => {
  const { store, clock, log, providerOf, workFolder } = deps;
  const closing = new AbortController();
  const giveUp = new AbortController();
  const background = createBackground(log);
  const work = createBackground(log);
  /** By model id. What a provider can do never changes, and every job shown asks for it at every step of progress. */
  const abilities = new Map<string, ReturnType<typeof abilitiesOf>>();
  const view = createQueueView({
    store,
    clock,
    log,
    background,
    closing: closing.signal,
    onChange: deps.onChange,
    can: ({ choices }) => {
      const known = abilities.get(choices.modelId) ?? abilitiesOf(providerOf(choices.modelId)?.provider);
      abilities.set(choices.modelId, known);
      return known;
    },
  });
  const drive = createDrive({ ports: { freeBytes, ...deps }, store, view, giveUp: giveUp.signal });
  const schedule = createSchedule({
    view,
    background: work,
    drive,
    workFolder,
    release: deps.release,
    closing: closing.signal,
  });

  const submit: Jobs['submit'] = async (record) => {
    const known = providerOf(record.choices.modelId);
    if (known === null) return fail('model-unknown', { subject: record.choices.modelId });
    const { provider } = known;
    if (provider.needsKey && !deps.hasKey(provider)) return fail('key-missing', { subject: provider.id });
    const inserted = store.insert(record);
    if (!inserted.ok) return inserted;
    view.put(inserted.value);
    schedule.fill();
    const now = store.load(record.id);
    return ok(view.snapshot(now.ok ? now.value : inserted.value));
  };

  /** Jobs whose program has ended become ours. */
  const adopt = (): void => {
    const adopted = store.adopt((record) => {
      const isFree = providerOf(record.choices.modelId)?.model.price.kind === 'free';
      return following(record, { kind: 'recover', isFree, provider: providerNameOf(record) }, clock.now());
    });
    if (!adopted.ok || adopted.value.length === 0) return;
    view.reload();
    for (const { record } of adopted.value) {
      log.info('going on with a job of an earlier start', { jobId: record.id, state: record.state.kind });
      if (!isAtRest(record.state) && record.state.kind !== 'queued') schedule.work(record);
    }
    schedule.fill();
  };

  const lookAround = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await clock.sleep(lookAroundEveryMs, closing.signal);
      // A clock that does not wait must not keep everything else from running.
      await setImmediate();
      if (closing.signal.aborted) return;
      view.reloadIfForeign();
      const isSomebodyElseWorking = view
        .stored()
        .some(({ owner, record }) => owner !== 'us' && !isAtRest(record.state));
      if (isSomebodyElseWorking) adopt();
      schedule.fill();
    }
  };

  let isLookingAround = false;
  return {
    ...createDecisions({ ports: deps, store, view, schedule, submit, closing: closing.signal }),
    submit,
    list: () => {
      view.reloadIfForeign();
      return view.list();
    },
    resume: async () => {
      adopt();
      schedule.tidy();
      if (isLookingAround) return;
      isLookingAround = true;
      background.run('look around', lookAround);
    },
    close: async () => {
      closing.abort();
      schedule.stopAll();
      const ended = new AbortController();
      const patience = async (): Promise<void> => {
        await clock.sleep(closingGraceMs, ended.signal);
        giveUp.abort();
        await clock.sleep(lastGraceMs, ended.signal);
        if (!ended.signal.aborted) log.warn('some work did not stop when it was told to');
      };
      // What ignores its signal must not keep the program from closing; its job is found as it is at the next start.
      await Promise.race([work.idle(), patience()]);
      ended.abort();
      await background.idle();
    },
  };
};
