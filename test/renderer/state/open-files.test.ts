import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { defaultFraming } from '#contract/model/choices.ts';
import { seenImageFactsSchema } from '#contract/model/facts.ts';
import { type Source, sourceIdSchema } from '#contract/model/source.ts';
import { reopenItem } from '#renderer/state/open-files.ts';
import { editDraft, noLeftOver } from '#renderer/state/store.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { falModelId, imageSource, item, videoSource } from '#test/renderer/samples.ts';

const file = (name: string) => new File(['bytes'], name);
const other: Source = { id: sourceIdSchema.parse('image-2'), name: 'villain.png', facts: imageSource.facts };
const dance: Source = {
  id: sourceIdSchema.parse('image-3'),
  name: 'dance.gif',
  facts: seenImageFactsSchema.parse({ ...imageSource.facts, container: 'gif', isAnimated: true }),
};
const danceAsVideo: Source = { ...videoSource, id: sourceIdSchema.parse('video-3'), name: 'dance.gif' };
const files = new Map<string, Result<Source>>([
  [imageSource.name, ok(imageSource)],
  [videoSource.name, ok(videoSource)],
  [other.name, ok(other)],
  [dance.name, ok(dance)],
]);

const setUp = async () => {
  const app = await createFakeApp(createFakeBridge({ files }));
  const draft = () => app.store.getState().draft;
  const closed = () =>
    app.bridge.requests.filter(({ name }) => name === 'media.close').map(({ input }) => input);
  return { ...app, draft, closed };
};
const holding = (source: Source) => ({ kind: 'open', source, problem: null });

test('a file is open in its slot once it is read', async () => {
  const { actions, draft } = await setUp();
  const opening = actions.openFile(file('hero.png'), 'image');
  expect(draft().image).toEqual({ kind: 'reading', name: 'hero.png', before: null });
  await opening;
  expect(draft().image).toEqual(holding(imageSource));
});

test('an image dropped on Motion becomes the character, and Motion says why', async () => {
  const { actions, draft } = await setUp();
  await actions.openFile(file('hero.png'), 'video');
  expect(draft().image).toEqual(holding(imageSource));
  expect(draft().video).toEqual({
    kind: 'refused',
    error: { code: 'file-is-image', charged: 'no', subject: 'hero.png' },
  });
});

test('an animated image dropped on Motion becomes the reference video and leaves the character alone', async () => {
  const { actions, draft, bridge, closed } = await setUp();
  bridge.answer('media.openAnimation', () => ok(danceAsVideo));
  await actions.openFile(file('hero.png'), 'image');
  await actions.openFile(file('dance.gif'), 'image', 'video');
  expect(draft()).toMatchObject({ image: holding(imageSource), video: holding(danceAsVideo) });
  expect(closed()).toEqual([{ sourceId: dance.id }]);
});

test('an animated image that cannot be read as a video is reported at Motion and leaves both inputs unchanged', async () => {
  const { actions, draft, bridge } = await setUp();
  bridge.answer('media.openAnimation', () => fail('animation-unreadable', { subject: 'dance.gif' }));
  await actions.openFile(file('hero.png'), 'image');
  await actions.openFile(file('squats.mp4'), 'video');
  await actions.openFile(file('dance.gif'), 'image', 'video');
  const problem = fail('animation-unreadable', { subject: 'dance.gif' }).error;
  expect(draft()).toMatchObject({
    image: holding(imageSource),
    video: { kind: 'open', source: videoSource, problem },
  });
});

test('an animated image dropped on Character is the character', async () => {
  const { actions, draft } = await setUp();
  await actions.openFile(file('dance.gif'), 'image');
  expect(draft().image).toEqual(holding(dance));
});

test('a video whose name gives no kind moves to Motion without a message when no slot was targeted', async () => {
  const { actions, draft } = await setUp();
  await actions.openFile(file('squats.mp4'), 'image', null);
  expect(draft()).toMatchObject({ image: { kind: 'empty' }, video: holding(videoSource) });
});

test('an unreadable file leaves the current one in its slot', async () => {
  const { actions, draft, closed } = await setUp();
  await actions.openFile(file('hero.png'), 'image');
  await actions.openFile(file('notes.txt'), 'image');
  expect(draft().image).toEqual({
    kind: 'open',
    source: imageSource,
    problem: fail('file-not-media', { subject: 'notes.txt' }).error,
  });
  expect(closed()).toEqual([]);
});

test('a file that replaces another keeps it open, so that it can be put back', async () => {
  const { actions, draft, closed } = await setUp();
  await actions.openFile(file('hero.png'), 'image');
  actions.change({ links: { image: 'https://files.example/a.png', video: '' } });
  await actions.openFile(file('villain.png'), 'image');
  expect(draft()).toMatchObject({ image: holding(other), links: { image: '' } });
  expect([draft().replaced.image?.source, closed()]).toEqual([imageSource, []]);
  actions.putBack('image');
  expect(draft()).toMatchObject({
    image: holding(imageSource),
    replaced: { image: null, video: null },
    links: { image: 'https://files.example/a.png' },
  });
  expect(closed()).toEqual([{ sourceId: 'image-2' }]);
});

test('a video is put back with its trim', async () => {
  const { actions, draft, bridge } = await setUp();
  await actions.openFile(file('squats.mp4'), 'video');
  actions.change({ trim: { startSec: 1, endSec: 5 } });
  const next = { ...videoSource, id: sourceIdSchema.parse('video-2') };
  bridge.answer('sample.open', () => ok({ image: imageSource, video: next }));
  await actions.openSample();
  expect(draft().trim).toBeNull();
  actions.putBack('video');
  expect(draft()).toMatchObject({ video: holding(videoSource), trim: { startSec: 1, endSec: 5 } });
});

test.each([
  ['another file is replaced', 'replace', ['image-1']],
  ['the user closes it', 'forget', ['image-1']],
  ['the slot is cleared', 'clear', ['image-2', 'image-1']],
] as const)('a replaced file is closed once %s', async (_, how, ids) => {
  const { actions, draft, closed } = await setUp();
  await actions.openFile(file('hero.png'), 'image');
  await actions.openFile(file('villain.png'), 'image');
  if (how === 'replace') await actions.openFile(file('hero.png'), 'image');
  if (how === 'forget') actions.forgetReplaced('image');
  if (how === 'clear') actions.clear('image');
  expect(closed()).toEqual(ids.map((sourceId) => ({ sourceId })));
  expect(draft().replaced.image?.source ?? null).toEqual(how === 'replace' ? other : null);
});

test('of two files given one after the other the later one stays, whichever is read first', async () => {
  const slow = Promise.withResolvers<void>();
  const bridge = createFakeBridge({ files });
  const late = {
    ...bridge,
    openFile: async (given: File) => {
      if (given.name === 'hero.png') await slow.promise;
      return bridge.openFile(given);
    },
  };
  const { actions, store } = await createFakeApp(late);
  const first = actions.openFile(file('hero.png'), 'image');
  await actions.openFile(file('villain.png'), 'image');
  slow.resolve();
  await first;
  expect(store.getState().draft.image).toEqual(holding(other));
  expect(bridge.requests.at(-1)).toEqual({ name: 'media.close', input: { sourceId: 'image-1' } });
});

test('another video has no selected part, and no link', async () => {
  const { actions, draft } = await setUp();
  const links = { image: 'https://files.example/a.png', video: 'https://files.example/b.mp4' };
  await actions.openFile(file('squats.mp4'), 'video');
  await actions.openFile(file('hero.png'), 'image');
  actions.change({ trim: { startSec: 1, endSec: 5 }, links });
  await actions.openFile(file('villain.png'), 'image');
  expect(draft()).toMatchObject({ trim: { startSec: 1, endSec: 5 }, links: { ...links, image: '' } });
  await actions.openFile(file('squats.mp4'), 'video');
  expect(draft()).toMatchObject({ trim: null, links: { image: '', video: '' } });
});

test('the sample fills both slots with one press', async () => {
  const { actions, draft } = await setUp();
  await actions.openSample();
  expect(draft()).toMatchObject({ image: holding(imageSource), video: holding(videoSource) });
});

test('a sample that cannot be opened is reported in both slots', async () => {
  const { actions, draft, bridge } = await setUp();
  bridge.answer('sample.open', () => fail('tool-missing', { subject: 'ffprobe', reason: 'not-found' }));
  await actions.openSample();
  const refused = { kind: 'refused', error: { code: 'tool-missing', charged: 'no', subject: 'ffprobe' } };
  expect(draft()).toMatchObject({ image: refused, video: refused });
});

test('a cleared slot is empty and its file closed', async () => {
  const { actions, draft, closed } = await setUp();
  await actions.openSample();
  actions.clear('video');
  expect(draft()).toMatchObject({ image: holding(imageSource), video: { kind: 'empty' }, trim: null });
  expect(closed()).toEqual([{ sourceId: 'video-1' }]);
});

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
    givenLeftOver: noLeftOver,
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
