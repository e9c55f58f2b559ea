import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import type { PrefitStatus } from '#contract/model/prefit.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { planFit } from '#contract/rules/plan.ts';
import { type FittedFiles, fitLimits } from '#main/artifacts.ts';
import { createBackground } from '#main/background.ts';
import { createPrefit } from '#main/media/prefit.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { testModel } from '#test/fixtures/model.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const wish = (startSec: number, prompt = ''): SubmitInput => ({
  imageId: sourceIdSchema.parse('image'),
  videoId: sourceIdSchema.parse('video'),
  choices: {
    modelId: modelIdSchema.parse('test/model'),
    orientation: 'image',
    trim: { startSec, endSec: startSec + 4 },
    prompt,
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
  },
  links: noPastedLinks,
});

const file = {
  name: 'motion.mp4',
  contentType: 'video/mp4',
  sizeBytes: 700,
  sha256: 'd'.repeat(64),
} as const;
const fitted: FittedFiles = {
  image: {
    ...file,
    path: '/x/character.jpg',
    name: 'character.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 300,
  },
  video: { ...file, path: '/x/motion.mp4' },
};

/** Work that ends when the test ends it. */
const createBench = () => {
  const own = tempFolder();
  const statuses: PrefitStatus[] = [];
  const works: {
    readonly startSec: number;
    readonly signal: AbortSignal;
    readonly end: (r: Result<FittedFiles>) => void;
  }[] = [];
  const background = createBackground(createTestLog());
  const prefit = createPrefit({
    plan: async ({ choices }) => {
      if (choices.prompt === 'refused') return fail('input-refused');
      const plan = planFit({ image: fittingImage, video: fittingVideo, model: testModel, choices });
      return ok({
        image: { path: '/a.jpg', facts: fittingImage },
        video: { path: '/b.mp4', facts: fittingVideo },
        plan,
        limits: fitLimits(testModel, choices),
      });
    },
    fit: ({ plan, signal }) =>
      new Promise((end) => {
        works.push({ startSec: plan.window.startSec, signal, end });
        signal.addEventListener('abort', () => end(fail('cancelled')));
      }),
    folder: own,
    onChange: (state) => statuses.push(state),
    background,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { own, prefit, statuses, works, settle, background };
};

it('makes the requested files and reports their sizes', async () => {
  const { own, prefit, statuses, works, settle, background } = createBench();
  prefit.want(wish(1));
  await settle();
  works[0]?.end(ok(fitted));
  await background.idle();
  expect(statuses).toEqual([
    { kind: 'working', fraction: null },
    { kind: 'ready', imageBytes: 300, videoBytes: 700 },
  ]);
  expect(await readdir(own)).toEqual([]);
});

it('keeps the files that would be sent until another request', async () => {
  const { own, prefit, works, settle, background } = createBench();
  prefit.want(wish(1));
  await settle();
  expect(prefit.ready('video')).toBeNull();
  works[0]?.end(ok(fitted));
  await background.idle();
  expect([prefit.ready('image')?.path, prefit.ready('video')?.path]).toEqual([
    '/x/character.jpg',
    '/x/motion.mp4',
  ]);
  prefit.want(null);
  await background.idle();
  expect([prefit.ready('video'), await readdir(own)]).toEqual([null, []]);
});

it('cancels an outdated request and reports nothing more about it', async () => {
  const { prefit, statuses, works, settle, background } = createBench();
  prefit.want(wish(1));
  await settle();
  prefit.want(wish(2));
  await settle();
  expect(works.map(({ startSec, signal }) => [startSec, signal.aborted])).toEqual([
    [1, true],
    [2, false],
  ]);
  works[1]?.end(ok(fitted));
  await background.idle();
  expect(statuses.map(({ kind }) => kind)).toEqual(['working', 'working', 'ready']);
});

it('continues the work when the same files are requested for another prompt', async () => {
  const { prefit, works, settle } = createBench();
  prefit.want(wish(1));
  await settle();
  prefit.want(wish(1, 'by the sea'));
  await settle();
  expect(works.map(({ signal }) => signal.aborted)).toEqual([false]);
  await prefit.close();
});

it('reports its progress again when the request is repeated, as by a reloaded page', async () => {
  const { prefit, statuses, works, settle, background } = createBench();
  prefit.want(wish(1));
  await settle();
  prefit.want(wish(1));
  await settle();
  works[0]?.end(ok(fitted));
  await background.idle();
  prefit.want(wish(1));
  await background.idle();
  const working = { kind: 'working', fraction: null };
  const ready = { kind: 'ready', imageBytes: 300, videoBytes: 700 };
  expect([statuses, works.length]).toEqual([[working, working, ready, ready], 1]);
});

it('stops without a request, and repeats the same request after a failure', async () => {
  const { prefit, statuses, works, settle } = createBench();
  prefit.want(wish(1));
  await settle();
  works[0]?.end(fail('disk-full'));
  await settle();
  prefit.want(wish(1));
  await settle();
  prefit.want(null);
  await prefit.close();
  expect(statuses.map(({ kind }) => kind)).toEqual(['working', 'failed', 'working', 'idle']);
  expect(works.map(({ signal }) => signal.aborted)).toEqual([false, true]);
});

it('reports why nothing can be fitted', async () => {
  const { prefit, statuses, background } = createBench();
  prefit.want(wish(1, 'refused'));
  await background.idle();
  expect(statuses).toMatchObject([{ kind: 'failed', error: { code: 'input-refused', charged: 'no' } }]);
});
