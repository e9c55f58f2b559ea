/** The ways a file can take, each walked to a kept item: inside the request, a bucket of one's own, a link of one's own. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { noPastedLinks, type PastedLinks } from '#contract/model/delivery-setup.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { noApprovals } from '#contract/model/spend-check.ts';
import type { App } from '#main/app.ts';
import { type Sandboxes, startSandboxes } from './all.ts';
import { startBucket } from './bucket.ts';
import { noFaults } from './faults.ts';
import { runSample, withProgram } from './sandbox-run.ts';
import { startServer } from './server.ts';

let sandboxes: Sandboxes;
let folder: string;
/** Without a key of fal: nothing of its storage can be used. */
let withoutFal: Readonly<Record<string, string>>;
beforeAll(async () => {
  sandboxes = await startSandboxes();
  folder = await mkdtemp(join(tmpdir(), 'understudy-links-'));
  const { FAL_KEY: _, ...rest } = sandboxes.environment;
  withoutFal = rest;
});
afterEach(() => {
  for (const { faults } of Object.values(sandboxes.of)) Object.assign(faults, noFaults);
});
afterAll(async () => {
  await sandboxes.close();
  await rm(folder, { recursive: true, force: true });
});

/** Far longer than any of it takes: what never comes about fails, not what is slow. In milliseconds. */
const retryPolicy = { timeout: 50_000 };
vi.setConfig({ testTimeout: 180_000 });

const submitOf = (provider: keyof Sandboxes['of']): Record<string, unknown> => {
  const bodies = sandboxes.of[provider].log.filter(({ method, body }) => method === 'POST' && body !== null);
  return Object(bodies.at(-1)?.body);
};

/** The sample as a model would be sent it, and what a submit of it says. */
const sampleFor = async (app: App, modelId: string, links: PastedLinks = noPastedLinks) => {
  const sample = await app.handlers['sample.open']({});
  if (!sample.ok) throw new Error(sample.error.code);
  return {
    imageId: sample.value.image.id,
    videoId: sample.value.video.id,
    choices: {
      modelId: modelIdSchema.parse(modelId),
      orientation: 'video' as const,
      trim: null,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    },
    links,
  };
};

test('AIMLAPI takes both files inside the request where nothing can give them a link', async () => {
  const { job, item } = await withProgram(withoutFal, (app) =>
    runSample(app, { modelId: 'aimlapi/kling-v3-pro' }),
  );
  expect(job.state.kind).toBe('done');
  expect(submitOf('aimlapi')).toMatchObject({
    image_url: expect.stringMatching(/^data:image\/png;base64,/),
    video_url: expect.stringMatching(/^data:video\/mp4;base64,/),
  });
  expect(item?.transferRecords.map(({ file, via, readableBy }) => [file, via, readableBy])).toEqual([
    ['image', 'inside-request', 'provider'],
    ['video', 'inside-request', 'provider'],
    ['result', 'provider', 'anyone-with-the-link'],
  ]);
});

test('a bucket of one’s own serves Novita, and is empty again when the run has ended', async () => {
  const bucket = await startBucket();
  try {
    const { job, item } = await withProgram({ ...withoutFal, ...bucket.environment }, async (app) => {
      const outcome = await runSample(app, { modelId: 'novita/kling-v2.6-pro' });
      await expect.poll(bucket.objects, retryPolicy).toEqual([]);
      return outcome;
    });
    expect(job.state.kind).toBe('done');
    const host = new URL(bucket.endpoint).host;
    expect(item?.transferRecords.slice(0, 2)).toMatchObject([
      { file: 'image', via: 'bucket', host, isDeletedAfterwards: true },
      { file: 'video', via: 'bucket', host, isDeletedAfterwards: true },
    ]);
    // Of the link that was signed, nothing is kept.
    expect(JSON.stringify(item)).not.toContain('X-Amz');
  } finally {
    await bucket.close();
  }
});

test('a bucket keeps the files of a run whose answer was lost: it may be reading them', async () => {
  const bucket = await startBucket();
  try {
    sandboxes.of.novita.faults.submit = 'dropped-after-accepting';
    await withProgram({ ...withoutFal, ...bucket.environment }, async (app) => {
      const { job } = await runSample(app, { modelId: 'novita/kling-v2.6-pro' });
      expect([job.state.kind, (await bucket.objects()).length]).toEqual(['unsure', 2]);
      await app.handlers['jobs.resolve']({ jobId: job.id, as: 'not-sent', allowOverLimit: false });
      await expect.poll(bucket.objects, retryPolicy).toEqual([]);
    });
  } finally {
    await bucket.close();
  }
});

test('a link of one’s own is used where it serves the very file, and refused unpaid where it does not', async () => {
  const served = { bytes: Buffer.alloc(0) };
  const own = await startServer({
    name: 'own',
    log: [],
    handle: () => ({ status: 200, headers: { 'content-type': 'video/mp4' }, bytes: served.bytes }),
  });
  const links: PastedLinks = { image: null, video: `${own.origin}/motion.mp4?token=s3cret` };
  const submitsBefore = sandboxes.of.novita.submits();
  try {
    await withProgram(sandboxes.environment, async (app) => {
      const input = await sampleFor(app, 'novita/kling-v3-pro', links);
      const fitted = await app.fitTo({
        ...input,
        folder,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
      if (!fitted.ok) throw new Error(fitted.error.code);
      const bytes = await readFile(fitted.value.video.path);

      served.bytes = Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]);
      const other = await app.handlers['jobs.submit']({ ...input, approvals: noApprovals });
      if (!other.ok) throw new Error(other.error.code);
      const stateOf = async (id: string) => {
        const jobs = await app.handlers['jobs.list']({});
        return jobs.ok ? jobs.value.find((job) => job.id === id)?.state : undefined;
      };
      await expect
        .poll(() => stateOf(other.value.id), retryPolicy)
        .toMatchObject({ kind: 'failed', error: { code: 'link-other-file', charged: 'no' } });
      expect(sandboxes.of.novita.submits()).toBe(submitsBefore);

      served.bytes = bytes;
      const same = await app.handlers['jobs.submit']({ ...input, approvals: noApprovals });
      if (!same.ok) throw new Error(same.error.code);
      await expect.poll(() => stateOf(same.value.id), retryPolicy).toMatchObject({ kind: 'done' });
      expect(submitOf('novita')).toMatchObject({ video: links.video });
      const page = await app.handlers['library.list']({ offset: 0, limit: 1, query: wholeLibrary });
      const [item] = page.ok ? page.value.items : [];
      expect(item?.transferRecords[1]).toMatchObject({ via: 'pasted-link', host: new URL(own.origin).host });
      expect(JSON.stringify(item)).not.toContain('s3cret');
      expect(item?.video.facts.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    });
  } finally {
    await own.close();
  }
});
