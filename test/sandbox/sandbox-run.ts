/** One run of the real program with the stand-ins: from the bundled sample until the job is settled. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultFraming, modelIdSchema, type Orientation } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import type { Item } from '#contract/model/item.ts';
import { isSettled, type Job } from '#contract/model/job.ts';
import { type App, createApp } from '#main/app.ts';
import { createNodePorts } from '#main/node-ports.ts';
import type { Sandboxes } from './all.ts';
import { createFastClock } from './fast-clock.ts';
import type { Logged } from './server.ts';

/** Minutes of waiting pass in a second or two. */
const speed = 120;
const giveUpMs = 50_000;

export type RunChoices = {
  readonly modelId: string;
  readonly orientation?: Orientation;
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly keepAudio?: boolean;
};

export type RunOutcome = {
  readonly job: Job;
  /** null: no item was stored. */
  readonly item: Item | null;
  /** All requests to all stand-ins during the run. */
  readonly requests: readonly Logged[];
};

/** Opens the program with a new data folder, and closes it when `work` is done. */
export const withProgram = async <T>(
  environment: Readonly<Record<string, string>>,
  work: (app: App) => Promise<T>,
): Promise<T> => {
  const home = await mkdtemp(join(tmpdir(), 'understudy-sandbox-'));
  const ports = await createNodePorts('terminal', { ...process.env, ...environment, UNDERSTUDY_HOME: home });
  const app = await createApp({ ...ports, clock: createFastClock(speed) });
  if (!app.ok) throw new Error(app.error.detail ?? app.error.code);
  try {
    return await work(app.value);
  } finally {
    await app.value.close();
    await rm(home, { recursive: true, force: true });
  }
};

const untilSettled = async (app: App, id: Job['id']): Promise<Job> => {
  const begunMs = Date.now();
  for (;;) {
    const jobs = await app.handlers['jobs.list']({});
    const job = jobs.ok ? jobs.value.find((candidate) => candidate.id === id) : undefined;
    if (job === undefined) throw new Error('The job is gone.');
    if (isSettled(job.state)) return job;
    if (Date.now() - begunMs > giveUpMs)
      throw new Error(`Still ${job.state.kind} after ${giveUpMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Throws where the run is refused before it is stored. */
export const runSample = async (app: App, choices: RunChoices): Promise<Omit<RunOutcome, 'requests'>> => {
  const sample = await app.handlers['sample.open']({});
  if (!sample.ok) throw new Error(sample.error.code);
  const { orientation = 'video', prompt = '', negativePrompt = '', keepAudio = true } = choices;
  const submitted = await app.handlers['jobs.submit']({
    imageId: sample.value.image.id,
    videoId: sample.value.video.id,
    choices: {
      modelId: modelIdSchema.parse(choices.modelId),
      orientation,
      trim: null,
      prompt,
      negativePrompt,
      keepAudio,
      framing: defaultFraming,
    },
    links: noPastedLinks,
    // The same sample is run repeatedly.
    approvals: { repeat: true, overLimit: false },
  });
  if (!submitted.ok) throw new Error(submitted.error.code);
  const job = await untilSettled(app, submitted.value.id);
  if (job.state.kind !== 'done') return { job, item: null };
  const item = await app.handlers['library.get']({ itemId: job.state.itemId });
  return { job, item: item.ok ? item.value : null };
};

/** The same with a program of its own, and with the requests to the stand-ins. */
export const runAgainst = async (
  sandboxes: Sandboxes,
  choices: RunChoices,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunOutcome> => {
  const all = Object.values(sandboxes.of);
  const before = all.map(({ log }) => log.length);
  const outcome = await withProgram({ ...sandboxes.environment, ...environment }, (app) =>
    runSample(app, choices),
  );
  return { ...outcome, requests: all.flatMap(({ log }, index) => log.slice(before[index])) };
};
