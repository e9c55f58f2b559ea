/**
 * The program under test, controlled over the IPC channel of a child process. It owns the data folder, or calls its owner
 * and takes over when the owner ends.
 */
import type { Job } from '#contract/model/job.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { CommandApp } from '#main/cli/commands/command.ts';
import { openSession, type Session } from '#main/cli/session.ts';
import { createFilePorts, createNodePorts } from '#main/node-ports.ts';
import { createSoakClock } from './clock.ts';
import { doAct } from './host-acts.ts';
import {
  type Beginning,
  beginningSchema,
  type FromProgram,
  type SeenJob,
  type ToProgram,
  toProgramSchema,
} from './messages.ts';

const send = (message: FromProgram): void => {
  if (process.connected) process.send?.(message);
};

const seen = ({ id, state, actions, place, estimate, choices }: Job): SeenJob => ({
  id,
  state,
  actions,
  place,
  estimate,
  prompt: choices.prompt,
});
const sendJobs = (jobs: readonly Job[]): void => send({ kind: 'jobs', jobs: jobs.map(seen) });

/** Applies the preferred host and the concurrency of this start. */
const applySettings = async (app: CommandApp, { prefers, concurrency }: Beginning): Promise<void> => {
  const found = await app.handlers['settings.get']({});
  if (!found.ok) return;
  const { deliverySetup, queue } = found.value;
  const requested: Pick<Settings, 'deliverySetup' | 'queue'> = {
    deliverySetup: { ...deliverySetup, prefers },
    queue:
      concurrency === null
        ? queue
        : {
            ...queue,
            concurrency: { fal: concurrency, novita: concurrency, aimlapi: concurrency, runpod: concurrency },
          },
  };
  if (JSON.stringify(requested) !== JSON.stringify({ deliverySetup, queue }))
    await app.handlers['settings.set'](requested);
};

const isPaused = async (app: CommandApp): Promise<boolean> => {
  const settings = await app.handlers['settings.get']({});
  return settings.ok && settings.value.queue.isPaused;
};

const sendAll = async (app: CommandApp): Promise<void> => {
  const jobs = await app.handlers['jobs.list']({});
  if (jobs.ok) sendJobs(jobs.value);
};

const handle = async ({ app, close }: Session, message: ToProgram): Promise<void> => {
  if (message.kind === 'do') {
    const answer = await doAct(app, message.act);
    // Events of the owner may still be on their way: the queue as it is once paused decides which jobs are held.
    if (message.act.kind === 'pause') await sendAll(app);
    return send({ kind: 'did', id: message.id, ...answer });
  }
  await close();
  process.disconnect();
};

const run = async (beginning: Beginning): Promise<void> => {
  const opened = await openSession({
    filePorts: createFilePorts('terminal', process.env),
    ownPorts: async () => {
      const ports = await createNodePorts('terminal', process.env);
      return { ...ports, clock: createSoakClock(beginning), diskClock: ports.clock };
    },
    signal: new AbortController().signal,
    note: () => undefined,
    onOwned: async () => undefined,
  });
  if (!opened.ok) {
    send({ kind: 'refused', code: opened.error.code });
    return process.disconnect();
  }
  const { app } = opened.value;
  app.subscribe((event, payload) => {
    // The event schema has validated the payload.
    if (event === 'jobs.changed') sendJobs(payload as Job[]);
  });
  process.on('message', (message) => void handle(opened.value, toProgramSchema.parse(message)));
  // The next owner sends changes only, so the list is read after the subscription.
  app.onOwnerEnding(() => void sendAll(app).then(() => app.takeOver(null)));
  if (!beginning.isCompanion) await applySettings(app, beginning);
  await app.owner.resume({ jobIds: null });
  // In this order: a job that is queued in the list cannot start if the queue was paused before.
  const wasPaused = await isPaused(app);
  await sendAll(app);
  send({ kind: 'ready', isPaused: wasPaused });
};

// After a close or the end of the soak, a process that does not end normally exits with 1.
process.on('disconnect', () => setTimeout(() => process.exit(1), 5000).unref());
await run(beginningSchema.parse(JSON.parse(process.argv[2] ?? '{}')));
