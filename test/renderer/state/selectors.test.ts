import { expect, test } from 'vitest';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import {
  modelOf,
  planOf,
  selectBlocker,
  selectDelivery,
  selectEstimate,
  selectModel,
  selectPlan,
} from '#renderer/state/selectors.ts';
import { type AppState, type Draft, emptyState, type Mirror } from '#renderer/state/store.ts';
import {
  demoModel,
  falModel,
  falModelId,
  imageSource,
  novitaModel,
  videoFacts,
  videoSource,
} from '#test/renderer/samples.ts';

const noKey = [{ provider: 'fal', isSet: false, keptIn: 'nowhere' }] as const;
const withKey = [{ provider: 'fal', isSet: true, keptIn: 'memory' }] as const;
const noHost: DeliveryStatus = {
  prefers: 'fal',
  inlineImages: false,
  fal: { isReady: false },
  bucket: { isReady: false, host: null },
};
const falHost = { ...noHost, fal: { isReady: true } };
const open = (source: typeof imageSource) => ({ kind: 'open', source, problem: null }) as const;
const image = open(imageSource);
const video = open(videoSource);

const stateOf = (draft: Partial<Draft>, mirror: Partial<Mirror> = {}): AppState => ({
  ...emptyState,
  mirror: { ...emptyState.mirror, models: [falModel, demoModel], keys: noKey, isOnline: true, ...mirror },
  draft: { ...emptyState.draft, ...draft },
});
const planIn = (state: AppState) => planOf(state.mirror, state.draft);

test('the orientation changes the limit, the request, and the cost', () => {
  const chosen = { image, video, modelId: falModelId };
  const asImage = stateOf({ ...chosen, orientation: 'image' });
  const asVideo = stateOf({ ...chosen, orientation: 'video' });
  expect(planIn(asImage)).toMatchObject({ verdict: 'fixable', window: { startSec: 0, endSec: 10 } });
  expect(selectEstimate(asImage)).toMatchObject({ micros: 1_120_000 });
  expect(planIn(asVideo)).toMatchObject({ verdict: 'ready', window: { startSec: 0, endSec: 13 } });
  expect(selectEstimate(asVideo)).toMatchObject({ micros: 1_456_000 });
});

test('returns the same plan and delivery until something that they are computed from changes', () => {
  const state = stateOf({ image, video, modelId: falModelId }, { deliverySetup: falHost });
  const unrelated = { ...state, mirror: { ...state.mirror, jobs: [], libraryTotal: 3 } };
  const plan = selectPlan(state);
  expect(plan).not.toBeNull();
  expect(selectPlan(unrelated)).toBe(plan);
  expect(selectDelivery(unrelated)).toBe(selectDelivery(state));
  const trimmed = { ...state, draft: { ...state.draft, trim: { startSec: 2, endSec: 7 } } };
  expect(selectPlan(trimmed)).toMatchObject({ window: { startSec: 2, endSec: 7 } });
  expect(selectPlan(state)).toEqual(plan);
});

test('the cost follows the selected part', () => {
  const state = stateOf({ image, video, modelId: falModelId, trim: { startSec: 2, endSec: 7 } });
  expect(selectEstimate(state)).toMatchObject({ micros: 560_000 });
});

test('there is no cost without a video, whose length determines it', () => {
  expect(selectEstimate(stateOf({ image, modelId: falModelId }))).toBeNull();
});

test('each file is judged before the other is open', () => {
  expect(planIn(stateOf({ image }))).toMatchObject({ verdict: 'ready', reasons: [] });
  expect(planIn(stateOf({ video }))?.reasons).toMatchObject([{ code: 'video-too-long', subject: 'video' }]);
  expect(planIn(stateOf({}))).toBeNull();
});

test('no prompt is sent to a model without prompts, and the typed text stays for the next model', () => {
  const verdictOf = (draft: Partial<Draft>, modelId: string) =>
    planIn(stateOf({ image, video, ...draft, modelId }, { models: [demoModel, falModel, novitaModel] }))
      ?.verdict;
  const tooLong = 'a'.repeat(2501);
  expect(verdictOf({ prompt: tooLong }, demoModel.id)).toBe('fixable');
  expect(verdictOf({ prompt: tooLong }, falModelId)).toBe('impossible');
  expect(verdictOf({ negativePrompt: tooLong }, falModelId)).toBe('fixable');
  expect(verdictOf({ negativePrompt: tooLong }, novitaModel.id)).toBe('impossible');
});

test('the delivery is known as soon as a file is open, with its size as far as it is known', () => {
  const deliveryOf = (draft: Partial<Draft>, mirror: Partial<Mirror>) =>
    selectDelivery(stateOf({ modelId: novitaModel.id, ...draft }, { models: [novitaModel], ...mirror }));
  expect(deliveryOf({ image }, {})).toBeNull();
  expect(deliveryOf({}, { deliverySetup: noHost })).toBeNull();
  const result = { file: 'result', via: 'provider', readableBy: 'anyone-with-the-link', keptSec: null };
  expect(deliveryOf({ image, video }, { deliverySetup: noHost })).toMatchObject({
    image: {
      delivery: { kind: 'inline', form: 'base64' },
      transferRecord: { via: 'inside-request', readableBy: 'provider', sizeBytes: 101_180 },
      isSizeExact: true,
    },
    video: { delivery: { kind: 'missing' }, transferRecord: null },
    result,
  });
  expect(
    deliveryOf(
      { video },
      { deliverySetup: falHost, prefit: { kind: 'ready', imageBytes: 1, videoBytes: 2 } },
    ),
  ).toMatchObject({
    image: null,
    video: {
      delivery: { kind: 'link', host: 'fal' },
      transferRecord: { via: 'fal-storage', sizeBytes: 2, keptSec: 604_800 },
      isSizeExact: true,
    },
    result,
  });
});

test('a file that may become small enough for the request itself does not block the run', () => {
  const small = { kind: 'inline', form: 'base64', maxBytes: 1000, source: 'x', asOf: '2026-11-21' } as const;
  const model = { ...novitaModel, deliveryMethods: { image: [small], video: [small] } };
  const state = (prefit: Mirror['prefit']) =>
    stateOf({ image, video }, { models: [model], keys: [], deliverySetup: noHost, prefit });
  // The image is sent unchanged, so its size is exact.
  expect(selectDelivery(state({ kind: 'idle' }))).toMatchObject({
    image: { delivery: { kind: 'missing' } },
    video: { delivery: { kind: 'inline' }, isSizeExact: false },
  });
  expect(selectDelivery(state({ kind: 'ready', imageBytes: 900, videoBytes: 1001 }))).toMatchObject({
    image: { delivery: { kind: 'inline' } },
    video: { delivery: { kind: 'missing' } },
  });
});

test('a file with an invalid pasted link has no delivery, so that it is not delivered another way', () => {
  const delivery = selectDelivery(
    stateOf(
      {
        image,
        video,
        modelId: falModelId,
        links: { image: 'https://files.example/a.png', video: 'a video' },
      },
      { deliverySetup: falHost },
    ),
  );
  expect(delivery).toMatchObject({
    image: { transferRecord: { via: 'pasted-link', host: 'files.example' } },
    video: { delivery: { kind: 'missing' }, transferRecord: null },
  });
});

test('before a choice the model is one that can run: one with a key, otherwise one that needs none', () => {
  expect(selectModel(stateOf({}))).toBe(demoModel);
  expect(selectModel(stateOf({}, { keys: withKey }))).toBe(falModel);
  expect(selectModel(stateOf({ modelId: demoModel.id }, { keys: withKey }))).toBe(demoModel);
  expect(selectModel(stateOf({ modelId: 'gone/away' }))).toBe(demoModel);
  expect(modelOf({ models: [], keys: [] }, emptyState.draft)).toBeNull();
});

test('every obstacle to sending a run is named', () => {
  const reading = { kind: 'reading', name: 'x.png', before: null } as const;
  const short = open({ ...videoSource, facts: { ...videoFacts, durationSec: 2 } });
  const both = { image, video };
  const badLink = { image: '', video: 'http://files.example/clip.mp4' };
  const cases = [
    [selectBlocker(stateOf(both, { isOnline: false })), 'offline'],
    [selectBlocker(stateOf({ ...both, image: reading })), 'reading'],
    [selectBlocker(stateOf({})), 'both-files'],
    [selectBlocker(stateOf({ video })), 'character'],
    [selectBlocker(stateOf({ image })), 'motion'],
    [selectBlocker(stateOf(both, { models: [] })), 'model'],
    [selectBlocker(stateOf({ image, video: short })), 'impossible'],
    [selectBlocker(stateOf({ ...both, modelId: falModelId })), 'key'],
    [selectBlocker(stateOf({ ...both, modelId: falModelId }, { keys: withKey })), null],
    [
      selectBlocker(stateOf({ ...both, modelId: falModelId }, { keys: withKey, deliverySetup: noHost })),
      'delivery',
    ],
    [
      selectBlocker(stateOf({ ...both, modelId: falModelId }, { keys: withKey, deliverySetup: falHost })),
      null,
    ],
    [selectBlocker(stateOf({ ...both, modelId: falModelId, links: badLink }, { keys: withKey })), 'link'],
    [
      selectBlocker(stateOf({ ...both, modelId: demoModel.id, links: badLink }, { deliverySetup: noHost })),
      null,
    ],
    [selectBlocker(stateOf({ ...both, modelId: demoModel.id })), null],
  ];
  expect(cases.map(([found]) => found)).toEqual(cases.map(([, expected]) => expected));
});
