import { expect, test, vi } from 'vitest';
import { ok, type Result } from '#contract/errors.ts';
import type { Source } from '#contract/model/source.ts';
import { createBatch } from '#renderer/state/batch-actions.ts';
import { isSameFile } from '#renderer/state/batch-files.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { image, video } from '#test/renderer/features/batch/batch-draw.tsx';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Files are read when the test resolves them, by their names. */
const createSlowBatch = async () => {
  const { client, store, bridge } = await createFakeApp(createFakeBridge());
  const reading = new Map<string, (answer: Result<Source>) => void>();
  const opened: string[] = [];
  const openFile = (file: File) =>
    new Promise<Result<Source>>((resolve) => {
      opened.push(file.name);
      reading.set(file.name, resolve);
    });
  const batch = createBatch({ client: { ...client, openFile }, store });
  const give = (...names: readonly string[]) =>
    batch.actions.files.add(names.map((name) => new File(['bytes'], name)));
  const read = async (source: Source) => {
    reading.get(source.name)?.(ok(source));
    await settled();
  };
  const files = () =>
    batch.store
      .getState()
      .draft.files.map((file) => (file.kind === 'open' ? file.source.name : `${file.kind} ${file.name}`));
  const closed = () => bridge.requests.filter(({ name }) => name === 'media.close').map(({ input }) => input);
  return { ...batch, bridge, give, read, files, closed, opened };
};

test('files keep the order in which they were added, whichever is read first', async () => {
  const { give, read, files } = await createSlowBatch();
  give('hero.png', 'squats.mp4');
  await read(video('squats.mp4'));
  expect(files()).toEqual(['reading hero.png', 'squats.mp4']);
  await read(image('hero.png'));
  expect(files()).toEqual(['hero.png', 'squats.mp4']);
});

test('a file removed while it is being read is closed afterwards', async () => {
  const { give, read, files, closed, actions, store } = await createSlowBatch();
  give('hero.png');
  actions.files.remove(store.getState().draft.files[0]?.key ?? '');
  await read(image('hero.png'));
  expect([files(), closed()]).toEqual([[], [{ sourceId: 'id of hero.png' }]]);
});

test('scans only videos that are longer than some model accepts', async () => {
  const { give, read, bridge } = await createSlowBatch();
  give('short.mp4', 'long.mp4', 'hero.png');
  for (const source of [video('short.mp4'), video('long.mp4', 12), image('hero.png')]) await read(source);
  expect(bridge.requests.filter(({ name }) => name === 'media.scan').map(({ input }) => input)).toEqual([
    { sourceId: 'id of long.mp4' },
  ]);
});

test('the files stay unchanged while the question about the batch is open', async () => {
  const { give, read, files, closed, actions, bridge, store } = await createSlowBatch();
  bridge.answer('jobs.spendCheck', () => new Promise(() => undefined));
  give('hero.png', 'squats.mp4');
  for (const source of [image('hero.png'), video('squats.mp4')]) await read(source);
  actions.change({ modelIds: ['demo/offline'] });
  void actions.ask();
  give('late.png');
  actions.files.removeAll();
  actions.toggle('any');
  expect([files(), closed(), store.getState().draft.off.size]).toEqual([['hero.png', 'squats.mp4'], [], 0]);
});

test('a file given twice is opened once and has one entry', async () => {
  const { give, read, files, opened } = await createSlowBatch();
  give('hero.png', 'squats.mp4', 'squats.mp4');
  for (const source of [image('hero.png'), video('squats.mp4')]) await read(source);
  await vi.waitFor(() => expect(files()).toEqual(['hero.png', 'squats.mp4']));
  give('squats.mp4');
  await vi.waitFor(() => expect(files()).toEqual(['hero.png', 'squats.mp4']));
  expect(opened).toEqual(['hero.png', 'squats.mp4']);
});

test('a file that is given again after its entry was removed is opened', async () => {
  const { give, read, files, actions } = await createSlowBatch();
  give('hero.png');
  await read(image('hero.png'));
  actions.files.removeAll();
  give('hero.png');
  expect(files()).toEqual(['reading hero.png']);
});

test.each([
  ['equal', 'a.mp4', 'same bytes', true],
  ['of equal size with other bytes', 'a.mp4', 'some bytes', false],
  ['longer', 'a.mp4', 'same bytes and more', false],
  ['a copy under another name', 'b.mp4', 'same bytes', false],
])('two files are the same where name and bytes are equal: %s', async (_, name, bytes, isSame) => {
  const one = new File(['same bytes'], 'a.mp4');
  expect(await isSameFile(one, new File([bytes], name))).toBe(isSame);
});

test('a file that cannot be read is not the same as another', async () => {
  const one = new File(['bytes'], 'a.mp4');
  const lost = new File(['bytes'], 'a.mp4');
  lost.slice = () => {
    throw new DOMException('The file is gone.', 'NotFoundError');
  };
  expect(await isSameFile(one, lost)).toBe(false);
});
