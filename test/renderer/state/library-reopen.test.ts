import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { defaultFraming } from '#contract/model/choices.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { reopenItem } from '#renderer/state/library-reopen.ts';
import { editDraft } from '#renderer/state/store.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { falModelId, imageSource, item, videoSource } from '#test/renderer/samples.ts';

const earlier = item('item-0001', {
  choices: {
    modelId: falModelId,
    orientation: 'video',
    trim: { startSec: 2, endSec: 12 },
    prompt: 'in the rain',
    negativePrompt: 'umbrellas',
    keepAudio: false,
    framing: defaultFraming,
  },
});

test('a result is opened in the Studio with its files as they were sent and its choices', async () => {
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
    // The stored video is that part already.
    trim: null,
    isTrimHeld: false,
    prompt: 'in the rain',
    negativePrompt: 'umbrellas',
    keepAudio: false,
    framing: defaultFraming,
    links: { image: '', video: '' },
    replaced: { image: null, video: null },
    submit: { kind: 'idle' },
  });
});

test('the replaced files can be put back, and those before them are closed', async () => {
  const app = await createFakeApp();
  const named = (name: string) => ({ ...imageSource, id: sourceIdSchema.parse(name) });
  const open = (name: string) =>
    editDraft(app.store, { image: { kind: 'open', source: named(name), problem: null } });
  const closed = () =>
    app.bridge.requests.filter(({ name }) => name === 'media.close').map(({ input }) => input);
  open('first');
  await reopenItem(app, earlier);
  expect(app.store.getState().draft.replaced).toMatchObject({
    image: { source: named('first') },
    video: null,
  });
  open('second');
  await reopenItem(app, earlier);
  expect(closed()).toEqual([{ sourceId: 'first' }]);
  app.actions.putBack('image');
  expect(app.store.getState().draft.image).toMatchObject({ source: named('second') });
});

test('where the files are missing, nothing changes', async () => {
  const bridge = createFakeBridge();
  bridge.answer('library.reopen', () => fail('item-files-missing'));
  const app = await createFakeApp(bridge);
  const before = app.store.getState();
  expect(await reopenItem(app, earlier)).toMatchObject({ code: 'item-files-missing' });
  const { draft, view } = app.store.getState();
  expect([draft, view]).toEqual([before.draft, before.view]);
});
