/** Each delivery up to a library item: inside the request, the user's own bucket, the user's own link. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { noPastedLinks, type PastedLinks } from '#contract/model/delivery.ts';
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
/** Without a key of fal its storage is not available. */
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

/** Much longer than each step takes, so that only a missing result fails. In milliseconds. */
const retryPolicy = { timeout: 50_000 };
vi.setConfig({ testTimeout: 180_000 });

const submitOf = (provider: keyof Sandboxes['of']): Record<string, unknown> => {
  const bodies = sandboxes.of[provider].log.filter(({ method, body }) => method === 'POST' && body !== null);
  return Object(bodies.at(-1)?.body);
};

/** The sample as it would be sent to a model, and the input of its submit. */
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

test("sends both files inside AIMLAPI's request where nothing can make a link", async () => {
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

test("delivers to Novita through the user's own bucket, which is empty after the run", async () => {
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
    // No part of the signed link is stored.
    expect(JSON.stringify(item)).not.toContain('X-Amz');
  } finally {
    await bucket.close();
  }
});

test('keeps the files of an unsure run in the bucket, because it may be reading them', async () => {
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

test("uses the user's own link where it holds the exact file, and refuses it free of charge where it does not", async () => {
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
