import { expect, test } from 'vitest';
import { modelOf, planOf, selectBlocker, selectEstimate, selectModel } from '#renderer/state/selectors.ts';
import { type AppState, type Draft, emptyState, type Mirror } from '#renderer/state/store.ts';
import { demoModel, falModel, falModelId, imageSource, videoFacts, videoSource } from './samples.ts';

const noKey = [{ provider: 'fal', isSet: false, keptIn: 'nowhere' }] as const;
const withKey = [{ provider: 'fal', isSet: true, keptIn: 'memory' }] as const;
const open = (source: typeof imageSource) => ({ kind: 'open', source, problem: null }) as const;
const image = open(imageSource);
const video = open(videoSource);

const stateOf = (draft: Partial<Draft>, mirror: Partial<Mirror> = {}): AppState => ({
  ...emptyState,
  mirror: { ...emptyState.mirror, models: [falModel, demoModel], keys: noKey, isOnline: true, ...mirror },
  draft: { ...emptyState.draft, ...draft },
});
const planIn = (state: AppState) => planOf(state.mirror, state.draft);

test('the orientation changes the limit, what is sent, and the cost', () => {
  const chosen = { image, video, modelId: falModelId };
  const asPicture = stateOf({ ...chosen, orientation: 'image' });
  const asClip = stateOf({ ...chosen, orientation: 'video' });
  expect(planIn(asPicture)).toMatchObject({ verdict: 'fixable', window: { startSec: 0, endSec: 10 } });
  expect(selectEstimate(asPicture)).toMatchObject({ micros: 1_120_000 });
  expect(planIn(asClip)).toMatchObject({ verdict: 'ready', window: { startSec: 0, endSec: 13 } });
  expect(selectEstimate(asClip)).toMatchObject({ micros: 1_456_000 });
});

test('the cost follows the part that is chosen', () => {
  const state = stateOf({ image, video, modelId: falModelId, trim: { startSec: 2, endSec: 7 } });
  expect(selectEstimate(state)).toMatchObject({ micros: 560_000 });
});

test('there is no cost before there is a clip, whose length is what costs', () => {
  expect(selectEstimate(stateOf({ image, modelId: falModelId }))).toBeNull();
});

test('each file is judged before the other has come', () => {
  expect(planIn(stateOf({ image }))).toMatchObject({ verdict: 'ready', reasons: [] });
  expect(planIn(stateOf({ video }))?.reasons).toMatchObject([{ code: 'video-too-long', subject: 'video' }]);
  expect(planIn(stateOf({}))).toBeNull();
});

test('a model without prompts is sent none, and what was typed stays for the next', () => {
  const tooLong = { image, video, prompt: 'a'.repeat(2501) };
  expect(planIn(stateOf({ ...tooLong, modelId: demoModel.id }))?.verdict).toBe('fixable');
  expect(planIn(stateOf({ ...tooLong, modelId: falModelId }))?.verdict).toBe('impossible');
});

test('until somebody chooses, the model is one that can run: a keyed one, else one without a key', () => {
  expect(selectModel(stateOf({}))).toBe(demoModel);
  expect(selectModel(stateOf({}, { keys: withKey }))).toBe(falModel);
  expect(selectModel(stateOf({ modelId: demoModel.id }, { keys: withKey }))).toBe(demoModel);
  expect(selectModel(stateOf({ modelId: 'gone/away' }))).toBe(demoModel);
  const unable = { ...falModel, canRun: false };
  expect(selectModel(stateOf({}, { models: [unable, demoModel], keys: withKey }))).toBe(demoModel);
  expect(modelOf({ models: [], keys: [] }, emptyState.draft)).toBeNull();
});

test('whatever keeps a run from being sent is told by name', () => {
  const reading = { kind: 'reading', name: 'x.png', before: null } as const;
  const short = open({ ...videoSource, facts: { ...videoFacts, durationSec: 2 } });
  const both = { image, video };
  const cases = [
    [selectBlocker(stateOf(both, { isOnline: false })), 'offline'],
    [selectBlocker(stateOf({ ...both, image: reading })), 'reading'],
    [selectBlocker(stateOf({})), 'both-files'],
    [selectBlocker(stateOf({ video })), 'character'],
    [selectBlocker(stateOf({ image })), 'motion'],
    [selectBlocker(stateOf(both, { models: [] })), 'model'],
    [selectBlocker(stateOf(both, { models: [{ ...falModel, canRun: false }], keys: withKey })), 'cannot-run'],
    [selectBlocker(stateOf({ image, video: short })), 'impossible'],
    [selectBlocker(stateOf({ ...both, modelId: falModelId })), 'key'],
    [selectBlocker(stateOf({ ...both, modelId: falModelId }, { keys: withKey })), null],
    [selectBlocker(stateOf({ ...both, modelId: demoModel.id })), null],
  ];
  expect(cases.map(([found]) => found)).toEqual(cases.map(([, expected]) => expected));
});
