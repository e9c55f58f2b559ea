/**
 * The program that the soak kills: the real one, steered over the channel of a child process. It owns the data folder, or
 * calls its owner and takes over when that one ends.
 */
import type { Job } from '#contract/model/job.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { CommandApp } from '#main/cli/commands/context.ts';
import { openSession, type Session } from '#main/cli/session.ts';
import { createFilePorts } from '#main/file-ports.ts';
import { createNodePorts } from '#main/node-ports.ts';
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

const tell = (message: FromProgram): void => {
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
const tellJobs = (jobs: readonly Job[]): void => tell({ kind: 'jobs', jobs: jobs.map(seen) });

/** A person who changes their mind: each start may send files another way, and more or fewer at once. */
const prefer = async (app: CommandApp, { prefers, concurrency }: Beginning): Promise<void> => {
  const found = await app.handlers['settings.get']({});
  if (!found.ok) return;
  const { deliverySetup, queue } = found.value;
  const wanted: Pick<Settings, 'deliverySetup' | 'queue'> = {
    deliverySetup: { ...deliverySetup, prefers },
    queue:
      concurrency === null
        ? queue
        : {
            ...queue,
            concurrency: { fal: concurrency, novita: concurrency, aimlapi: concurrency, runpod: concurrency },
          },
  };
  if (JSON.stringify(wanted) !== JSON.stringify({ deliverySetup, queue }))
    await app.handlers['settings.set'](wanted);
};

const isPaused = async (app: CommandApp): Promise<boolean> => {
  const settings = await app.handlers['settings.get']({});
  return settings.ok && settings.value.queue.isPaused;
};

const obey = async ({ app, close }: Session, message: ToProgram): Promise<void> => {
  if (message.kind === 'do') return tell({ kind: 'did', id: message.id, ...(await doAct(app, message.act)) });
  await close();
  process.disconnect();
};

const run = async (beginning: Beginning): Promise<void> => {
  const opened = await openSession({
    filePorts: createFilePorts('terminal', process.env),
    ownPorts: async () => {
      const ports = createNodePorts('terminal', process.env);
      return { ...ports, clock: createSoakClock(beginning), diskClock: ports.clock };
    },
    signal: new AbortController().signal,
    note: () => undefined,
    onOwned: async () => undefined,
  });
  if (!opened.ok) {
    tell({ kind: 'refused', code: opened.error.code });
    return process.disconnect();
  }
  const { app } = opened.value;
  app.subscribe((event, payload) => {
    // The event's own schema has been over it.
    if (event === 'jobs.changed') tellJobs(payload as Job[]);
  });
  process.on('message', (message) => void obey(opened.value, toProgramSchema.parse(message)));
  const tellAll = async (): Promise<void> => {
    const jobs = await app.handlers['jobs.list']({});
    if (jobs.ok) tellJobs(jobs.value);
  };
  // The next owner tells changes only; what changed before it was subscribed to is read.
  app.onOwnerEnding(() => void tellAll().then(() => app.takeOver(null)));
  if (!beginning.isCompanion) await prefer(app, beginning);
  await app.owner.resume({ jobIds: null });
  await tellAll();
  tell({ kind: 'ready', isPaused: await isPaused(app) });
};

// Closed, or the soak itself was ended: what does not end by itself then is told by its exit status.
process.on('disconnect', () => setTimeout(() => process.exit(1), 5000).unref());
await run(beginningSchema.parse(JSON.parse(process.argv[2] ?? '{}')));
