import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { usualFraming } from '#contract/model/choices.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { reopenItem } from '#renderer/state/library-reopen.ts';
import { editDraft } from '#renderer/state/store.ts';
import { createFakeApp } from './draw.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { falModelId, imageSource, item, videoSource } from './samples.ts';

const earlier = item('item-0001', {
  choices: {
    modelId: falModelId,
    orientation: 'video',
    trim: { startSec: 2, endSec: 12 },
    prompt: 'in the rain',
    negativePrompt: 'umbrellas',
    keepSound: false,
    framing: usualFraming,
  },
});

test('a result is taken up again with its files as they were sent and its choices, in the Studio', async () => {
  const app = await createFakeApp();
  editDraft(app.store, { links: { image: '', video: 'https://example.com/other.mp4' } });
  expect(await reopenItem(app, earlier)).toBeNull();
  const { draft, view } = app.store.getState();
  expect(view.screen).toEqual({ kind: 'studio' });
  expect(draft).toEqual({
    image: { kind: 'open', source: imageSource, problem: null },
    video: { kind: 'open', source: videoSource, problem: null },
    modelId: falModelId,
    orientation: 'video',
    // The kept clip is that part already.
    trim: null,
    isTrimHeld: false,
    prompt: 'in the rain',
    negativePrompt: 'umbrellas',
    keepSound: false,
    framing: usualFraming,
    links: { image: '', video: '' },
    submit: { kind: 'idle' },
  });
});

test('the files that were open before are closed', async () => {
  const app = await createFakeApp();
  const before = { ...imageSource, id: sourceIdSchema.parse('another-image') };
  editDraft(app.store, { image: { kind: 'open', source: before, problem: null } });
  await reopenItem(app, earlier);
  expect(app.bridge.asked.filter(({ name }) => name === 'media.close')).toEqual([
    { name: 'media.close', input: { sourceId: 'another-image' } },
  ]);
});

test('where the files are gone, everything stays as it was', async () => {
  const bridge = createFakeBridge();
  bridge.answer('library.reopen', () => fail('item-files-missing'));
  const app = await createFakeApp(bridge);
  const before = app.store.getState();
  expect(await reopenItem(app, earlier)).toMatchObject({ code: 'item-files-missing' });
  const { draft, view } = app.store.getState();
  expect([draft, view]).toEqual([before.draft, before.view]);
});
