/** The program that the soak kills: the real one, steered over the channel of a child process. */
import { ok, type Result } from '#contract/errors.ts';
import { noPastedLinks } from '#contract/model/hosting.ts';
import type { Job } from '#contract/model/job.ts';
import type { Source } from '#contract/model/source.ts';
import { type App, createApp } from '#main/app.ts';
import { createNodePorts } from '#main/node-ports.ts';
import { createSoakClock } from './clock.ts';
import {
  type Approval,
  type Beginning,
  beginningSchema,
  type FromProgram,
  type ToProgram,
  toProgramSchema,
} from './messages.ts';

const tell = (message: FromProgram): void => {
  if (process.connected) process.send?.(message);
};

const tellJobs = (jobs: readonly Job[]): void =>
  tell({
    kind: 'jobs',
    jobs: jobs.map(({ id, state, actions, choices }) => ({ id, state, actions, prompt: choices.prompt })),
  });

const codeOf = (result: Result<unknown>) => (result.ok ? null : result.error.code);

const open = async (app: App, path: string): Promise<Result<Source>> => app.handlers['media.open']({ path });

const submit = async (app: App, approval: Approval): Promise<Result<unknown>> => {
  const image = await open(app, approval.imagePath);
  if (!image.ok) return image;
  const video = await open(app, approval.videoPath);
  if (!video.ok) return video;
  const choices = { ...approval.choices, prompt: approval.prompt };
  return app.handlers['jobs.submit']({
    imageId: image.value.id,
    videoId: video.value.id,
    choices,
    links: noPastedLinks,
    // Nothing but the pay-once way itself is to keep a run from being paid twice here.
    approvals: { repeat: true, overCap: false },
  });
};

/** A person who changes their mind: each start may send files another way. */
const prefer = async (app: App, { prefers }: Beginning): Promise<Result<unknown>> => {
  const settings = await app.handlers['settings.get']({});
  if (!settings.ok || settings.value.hosting.prefers === prefers) return ok({});
  return app.handlers['settings.set']({ hosting: { ...settings.value.hosting, prefers } });
};

const obey = async (app: App, message: ToProgram): Promise<void> => {
  switch (message.kind) {
    case 'submit': {
      const { prompt } = message.approval;
      return tell({ kind: 'submitted', prompt, code: codeOf(await submit(app, message.approval)) });
    }
    case 'retry': {
      const { jobId } = message;
      return tell({
        kind: 'retried',
        jobId,
        code: codeOf(await app.handlers['jobs.retry']({ jobId, allowOverCap: false })),
      });
    }
    case 'close':
      await app.close();
      process.disconnect();
  }
};

const run = async (beginning: Beginning): Promise<void> => {
  const ports = createNodePorts('terminal', process.env);
  const opened = await createApp({ ...ports, clock: createSoakClock(beginning) });
  if (!opened.ok) {
    tell({ kind: 'refused', code: opened.error.code });
    return process.disconnect();
  }
  const app = opened.value;
  app.subscribe((event, payload) => {
    // The event's own schema has been over it.
    if (event === 'jobs.changed') tellJobs(payload as Job[]);
  });
  process.on('message', (message) => void obey(app, toProgramSchema.parse(message)));
  await prefer(app, beginning);
  await app.resume();
  const jobs = await app.handlers['jobs.list']({});
  tellJobs(jobs.ok ? jobs.value : []);
  tell({ kind: 'ready' });
};

// Closed, or the soak itself was ended: what does not end by itself then is told by its exit status.
process.on('disconnect', () => setTimeout(() => process.exit(1), 5000).unref());
await run(beginningSchema.parse(JSON.parse(process.argv[2] ?? '{}')));
