import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { novita } from '#main/providers/novita.ts';
import type { StartRequest } from '#main/providers/spec.ts';
import { sandboxNovitaKey } from '#test/sandbox/novita.ts';
import { createNovitaHarness } from './novita-harness.ts';
import { call, type Harness, imageBytes, videoBytes } from './stand-in-harness.ts';

const quiet = { ...call, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createNovitaHarness();
});
afterEach(() => harness.close());

const requests = () =>
  harness.sandbox.log
    .filter(({ server }) => server === 'novita')
    .map(({ method, path, authorization, contentType, body }) => ({
      method,
      path,
      authorization,
      contentType,
      body,
    }));

const v3 = (tier: 'std' | 'pro'): Partial<StartRequest> => ({
  modelId: `novita/kling-v3-${tier}`,
  remoteName: `kling-v3-0-${tier}`,
});

describe('requests to Novita', () => {
  const head = {
    method: 'POST',
    authorization: `Bearer ${sandboxNovitaKey}`,
    contentType: 'application/json',
  };

  test('send v2.6 to its own path, without a model name and without empty prompts', async () => {
    expect(await harness.provider.start(harness.request, call)).toEqual({
      kind: 'accepted',
      ticket: { taskId: harness.sandbox.jobIds()[0] },
    });
    expect(requests()).toEqual([
      {
        ...head,
        path: '/v3/async/kling-v2.6-pro-motion-control',
        body: {
          image: harness.links.image,
          video: harness.links.video,
          character_orientation: 'video',
          keep_original_sound: true,
        },
      },
    ]);
  });

  test.each(['std', 'pro'] as const)(
    'send v3.0 %s to the shared path, distinguished by its model name',
    async (tier) => {
      const choices = {
        orientation: 'image',
        prompt: 'a stage',
        negativePrompt: 'rain',
        keepAudio: false,
      } as const;
      const outcome = await harness.provider.start({ ...harness.request, ...v3(tier), ...choices }, call);
      expect(outcome.kind).toBe('accepted');
      expect(requests()).toEqual([
        {
          ...head,
          path: '/v3/async/kling-v3.0-motion-control',
          body: {
            model_name: `kling-v3-0-${tier}`,
            image: harness.links.image,
            video: harness.links.video,
            character_orientation: 'image',
            keep_original_sound: false,
            prompt: 'a stage',
            negative_prompt: 'rain',
          },
        },
      ]);
    },
  );

  test('send a local image as plain base64', async () => {
    const request = { ...harness.request, image: await harness.inline('character.jpg', 'base64') };
    expect((await harness.provider.start(request, call)).kind).toBe('accepted');
    expect(requests()[0]?.body).toMatchObject({
      image: imageBytes.toString('base64'),
      video: harness.links.video,
    });
  });

  test('encode the id of a task, so that it cannot change the request', async () => {
    const ticket = harness.provider.ticketFor?.('novita/kling-v3-std', 'a&task_id=b');
    expect(ticket).toEqual({ taskId: 'a&task_id=b' });
    await harness.provider.status(ticket ?? {}, call);
    expect(requests()).toEqual([
      {
        method: 'GET',
        path: '/v3/async/task-result?task_id=a%26task_id%3Db',
        authorization: `Bearer ${sandboxNovitaKey}`,
        contentType: 'application/json',
        body: null,
      },
    ]);
  });

  test('poll at most once in ten seconds, after a first request at five', () => {
    expect([0, 4999, 5000, 60_000, 3_600_000].map(harness.provider.pollAfterMs)).toEqual([
      5000, 5000, 10_000, 10_000, 10_000,
    ]);
  });
});

describe('Novita run', () => {
  test('is queued, runs and ends with a link whose own query states its expiry', async () => {
    const ticket = await harness.accepted();
    const polls = [];
    for (let poll = 0; poll < 3; poll += 1) polls.push(await harness.provider.status(ticket, call));
    const done = polls[2];
    if (done?.kind !== 'done' || done.result.kind !== 'link') throw new Error(JSON.stringify(done));
    const { searchParams } = new URL(done.result.url);
    const signedAt = searchParams.get('X-Amz-Date') ?? '';
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(signedAt) ?? [];
    const iso = `${day?.replace(/^(....)(..)/, '$1-$2-')}T${time?.replace(/^(..)(..)/, '$1:$2:')}Z`;
    expect(polls).toEqual([
      { kind: 'pending', fraction: null, queuePosition: null, etaSec: null },
      { kind: 'pending', fraction: 0.4, queuePosition: null, etaSec: 90 },
      {
        kind: 'done',
        result: {
          kind: 'link',
          url: done.result.url,
          expiresAt: new Date(Date.parse(iso) + 3_600_000).toISOString(),
        },
        billed: null,
      },
    ]);
    const to = join(harness.folder, 'result.mp4');
    expect(await harness.provider.download(done.result, to, quiet)).toEqual({
      ok: true,
      value: { sizeBytes: videoBytes.length },
    });
    expect((await readFile(to)).equals(videoBytes)).toBe(true);
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('counts as not started only while Novita reports it as queued', () => {
    const isQueued = ['TASK_STATUS_QUEUED', 'TASK_STATUS_PROCESSING', 'TASK_STATUS_UNKNOWN'].map((status) => {
      const answer = { status: 200, headers: new Headers(), json: { task: { status } }, text: '' };
      const reading = novita.readStatus(answer, { taskId: 'a' });
      return reading?.kind === 'pending' && reading.isQueued;
    });
    expect(isQueued).toEqual([true, false, false]);
  });

  test('gets a new link where the first has expired', async () => {
    const ticket = await harness.accepted();
    const to = join(harness.folder, 'result.mp4');
    const first = await harness.untilSettled(ticket);
    harness.sandbox.faults.missingDownloads = 1;
    if (first.kind !== 'done') throw new Error(JSON.stringify(first));
    expect(await harness.provider.download(first.result, to, quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
    const second = await harness.provider.status(ticket, call);
    if (second.kind !== 'done') throw new Error(JSON.stringify(second));
    expect(second.result).not.toEqual(first.result);
    expect(await harness.provider.download(second.result, to, quiet)).toMatchObject({ ok: true });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('sends the key to Novita itself, never to the host of the results', async () => {
    harness.sandbox.faults.redirectedDownloads = 1;
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(JSON.stringify(done));
    await harness.provider.download(done.result, join(harness.folder, 'result.mp4'), quiet);
    const { log } = harness.sandbox;
    const withKey = log.filter(({ authorization }) => authorization !== null).map(({ server }) => server);
    expect([...new Set(withKey)]).toEqual(['novita']);
    const downloads = log.filter(({ server }) => server === 'cdn');
    expect(downloads.map(({ authorization }) => authorization)).toEqual([null, null]);
  });

  test('cannot be cancelled or searched for, and has no price: Novita offers none of these', () => {
    expect([harness.provider.cancel, harness.provider.find, harness.provider.refreshPrices]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('expiry of a link', () => {
  const expiryOf = (query: string): string | null => {
    const videos = [
      { video_url: `https://bucket.s3.example/a.mp4${query}`, video_url_ttl: 3600, video_type: 'mp4' },
    ];
    const json = { task: { status: 'TASK_STATUS_SUCCEED' }, videos };
    const answer = { status: 200, headers: new Headers(), json, text: '' };
    const reading = novita.readStatus(answer, { taskId: 'a' });
    if (reading?.kind !== 'done') throw new Error(JSON.stringify(reading));
    return reading.expiresAt;
  };

  test('is read from its signature', () => {
    expect(expiryOf('?X-Amz-Date=20261121T235930Z&X-Amz-Expires=3600')).toBe('2026-11-22T00:59:30.000Z');
  });

  test.each([
    '',
    '?X-Amz-Expires=3600',
    '?X-Amz-Date=20261121T120000Z',
    '?X-Amz-Date=20261121T120000Z&X-Amz-Expires=soon',
    '?X-Amz-Date=20261399T120000Z&X-Amz-Expires=3600',
    '?X-Amz-Date=yesterday&X-Amz-Expires=3600',
  ])('is not guessed from "%s"', (query) => {
    expect(expiryOf(query)).toBeNull();
  });
});

test("limits, outputs and names of each model come from Novita's pages or name another source", () => {
  const rows = harness.provider.models.map((model) => ({
    id: model.id,
    remoteName: model.remoteName,
    deliveryMethods: [
      model.deliveryMethods.image.map(({ kind }) => kind),
      model.deliveryMethods.video.map(({ kind }) => kind),
    ],
    maxBytes: [model.image.maxBytes.value, model.video.maxBytes.value],
    imageSec: [model.video.maxSec.image.value, model.video.maxSec.image.source],
    prompts: [model.promptMaxChars.source, model.negativePromptMaxChars?.source],
    output: [model.output.image, model.output.video].map((output) =>
      output.kind === 'fixed' ? `always ${output.sec} s (${output.source})` : output.kind,
    ),
    keptSec: model.resultLink.keptSec,
    price: [model.price.kind, model.livePrice],
  }));
  const page = "Novita's model page";
  const kling = "Kling's motion-control rules";
  const common = {
    deliveryMethods: [['link', 'inline'], ['link']],
    maxBytes: [10_000_000, 10_000_000],
    keptSec: 3600,
    price: ['unknown', 'none'],
  };
  const newer = {
    ...common,
    imageSec: [10, kling],
    prompts: [page, page],
    output: [`always 5 s (${page})`, 'as-video'],
  };
  expect(rows).toEqual([
    {
      ...common,
      id: 'novita/kling-v2.6-pro',
      remoteName: 'kling-v2.6-pro-motion-control',
      imageSec: [10, page],
      prompts: [kling, page],
      output: ['as-video', 'as-video'],
    },
    { ...newer, id: 'novita/kling-v3-std', remoteName: 'kling-v3-0-std' },
    { ...newer, id: 'novita/kling-v3-pro', remoteName: 'kling-v3-0-pro' },
  ]);
});
