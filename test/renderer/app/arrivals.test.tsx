// @vitest-environment happy-dom

beforeAll(async () => {
  await loadScreens();
});

import { act } from 'react';
import { beforeAll, expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { App } from '#renderer/app/app.tsx';
import { loadScreens } from '#renderer/app/later-screens.ts';
import { readFolder } from '#renderer/features/batch/folder-files.ts';
import { type Folder, isPastedFromWebPage, readTransfer, type Transfer } from '#renderer/ui/transfer.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { imageSource, videoSource } from '#test/renderer/samples.ts';

const file = (name: string, type = '') => new File(['bytes'], name, { type });

type Tree = { readonly [name: string]: 'file' | 'gone' | 'locked' | Tree };

/** A folder as the browser provides it: entries in chunks, with callbacks. */
const folder = (name: string, tree: Tree | 'locked'): Folder & { isDirectory: true } => {
  const refuse = (fails: (cause: DOMException) => void) => fails(new DOMException('no', 'NotReadableError'));
  const entries =
    tree === 'locked'
      ? []
      : Object.entries(tree).map(([child, what]) =>
          typeof what === 'object' || what === 'locked'
            ? folder(child, what)
            : {
                name: child,
                isDirectory: false,
                file: (take: (given: File) => void, fails: (cause: DOMException) => void) =>
                  what === 'gone' ? refuse(fails) : take(file(child)),
              },
        );
  const createReader = () => {
    const rest = [...entries];
    return {
      readEntries: (take: (some: unknown[]) => void, fails: (cause: DOMException) => void) =>
        tree === 'locked' ? refuse(fails) : take(rest.splice(0, 2)),
    };
  };
  // The read part of the browser's type.
  return { name, isDirectory: true, createReader } as unknown as Folder & { isDirectory: true };
};

/** A DataTransfer of a drag or a paste. */
const carrying = (given: {
  readonly files?: readonly File[];
  readonly folders?: readonly Folder[];
  readonly data?: Readonly<Record<string, string>>;
}) => {
  const { files = [], folders = [], data = {} } = given;
  const items = [
    ...folders.map((entry) => ({ kind: 'file', type: '', webkitGetAsEntry: () => entry })),
    ...files.map(({ type, name }) => ({
      kind: 'file',
      type,
      webkitGetAsEntry: () => ({ name, isDirectory: false }),
    })),
    ...Object.keys(data).map((type) => ({ kind: 'string', type, webkitGetAsEntry: () => null })),
  ];
  return {
    items,
    files: [...folders.map(({ name }) => file(name)), ...files],
    types: [...(files.length + folders.length > 0 ? ['Files'] : []), ...Object.keys(data)],
    getData: (format: string) => data[format] ?? '',
    dropEffect: 'copy',
  };
};

const happen = async (type: string, transfer: object, target: EventTarget = document.body) => {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const carries = { [type === 'paste' ? 'clipboardData' : 'dataTransfer']: transfer };
  await act(async () => {
    target.dispatchEvent(Object.assign(event, carries));
  });
  return event;
};
const drop = async (transfer: object, target?: EventTarget) => {
  await happen('dragover', transfer, target);
  await happen('drop', transfer, target);
};

const second = { ...imageSource, id: sourceIdSchema.parse('image-2'), name: 'villain.png' };
const drawApp = async () => {
  const files = new Map([imageSource, videoSource, second].map((source) => [source.name, ok(source)]));
  const bridge = createFakeBridge({ files });
  const drawn = await draw(<App />, bridge);
  const zone = (place: 'image' | 'video') => document.querySelector(`[data-place=${place}]`) ?? document.body;
  return { ...drawn, bridge, zone, say: () => document.body.textContent ?? '' };
};
const hero = file('hero.png', 'image/png');
const villain = file('villain.png', 'image/png');
const squats = file('squats.mp4', 'video/mp4');

test('files and folders of a drop are distinguished', () => {
  const transfer = carrying({ files: [hero], folders: [folder('takes', {})] });
  expect(readTransfer(transfer as unknown as Transfer)).toMatchObject({
    files: [hero],
    folders: [{ name: 'takes' }],
  });
  expect(readTransfer(null)).toEqual({ files: [], folders: [] });
});

test('a third file in the Studio is named, and one press takes all of them into a batch', async () => {
  const { say, press, store, zone } = await drawApp();
  await drop(carrying({ files: [hero, squats, villain] }), zone('image'));
  expect(say()).toContain('Not used: villain.png.');
  expect(store.getState().draft).toMatchObject({
    image: { source: imageSource },
    video: { source: videoSource },
  });
  await press('Open all 3 in Batch');
  expect(store.getState().view.screen).toEqual({ kind: 'batch' });
  for (const { name } of [hero, squats, villain]) expect(say()).toContain(name);
});

test('a new character names the file that it replaces, and that one can be put back', async () => {
  const { say, press, store } = await drawApp();
  await drop(carrying({ files: [hero] }));
  await drop(carrying({ files: [villain] }));
  expect(say()).toContain('Replaced hero.png.');
  await press('Undo');
  expect(store.getState().draft.image).toMatchObject({ source: imageSource });
  expect(say()).not.toContain('Replaced');
});

test.each(['image', 'video'] as const)('a folder dropped on the %s slot is named', async (place) => {
  const { say, bridge, zone } = await drawApp();
  await drop(carrying({ folders: [folder('takes', {})] }), zone(place));
  expect(say()).toContain('takes is a folder. Choose an image or a video inside it.');
  expect(bridge.requests.map(({ name }) => name)).not.toContain('media.open');
});

const webContent = [
  [
    'an image of a web page',
    { 'text/uri-list': 'https://x.example/a.png', 'text/html': '<img src="a.png">' },
  ],
  ['a link', { 'text/uri-list': 'https://x.example/', 'text/plain': 'https://x.example/' }],
  ['an image as Firefox provides it', { 'text/x-moz-url': 'https://x.example/a.png' }],
] as const;

test.each(webContent)('%s dragged over the page is not accepted, and the page says why', async (_, data) => {
  for (const screen of ['studio', 'batch', 'library'] as const) {
    const { actions, say, erase } = await drawApp();
    await act(async () => actions.show(screen));
    const transfer = carrying({ data });
    const over = await happen('dragover', transfer);
    expect([over.defaultPrevented, transfer.dropEffect]).toEqual([true, 'none']);
    expect(say()).toContain('This comes from a web page without its file.');
    expect((await happen('drop', transfer)).defaultPrevented).toBe(true);
    await erase();
  }
});

test('a dragged image that carries its bytes is opened as a file', async () => {
  const { say, store } = await drawApp();
  await drop(carrying({ files: [hero], data: { 'text/uri-list': 'https://x.example/hero.png' } }));
  expect(store.getState().draft.image).toMatchObject({ source: imageSource });
  expect(say()).not.toContain('web page');
});

test('a drag within the page, and plain text, show no message', async () => {
  const { say } = await drawApp();
  await happen('dragover', carrying({ data: { 'text/plain': 'some words' } }));
  await happen('dragstart', carrying({}));
  await happen('dragover', carrying({ data: { 'text/uri-list': 'http://127.0.0.1/media/1' } }));
  expect(say()).not.toContain('web page');
});

test.each([
  ['an address', { 'text/plain': ' https://x.example/a.png ' }, true],
  ['an image without its bytes', { 'text/html': '<meta><img src="https://x.example/a.png">' }, true],
  ['a link', { 'text/uri-list': 'https://x.example/' }, true],
  ['text', { 'text/plain': 'two words' }, false],
  ['formatted text', { 'text/html': '<b>two</b> words' }, false],
] as const)('pasting %s is recognised', (_, data, isFrom) => {
  expect(isPastedFromWebPage(carrying({ data }) as unknown as Transfer)).toBe(isFrom);
});

test('pasting an address shows why it is not accepted, but not in a text box', async () => {
  const { say, bridge } = await drawApp();
  const transfer = carrying({ data: { 'text/plain': 'https://x.example/a.png' } });
  const box = document.querySelector('textarea') ?? document.body;
  await happen('paste', transfer, box);
  expect(say()).not.toContain('web page');
  await happen('paste', transfer);
  expect(say()).toContain('This comes from a web page without its file.');
  expect(bridge.requests.map(({ name }) => name)).not.toContain('media.open');
});

test('a folder is read two levels deep, by name, without hidden files and other file types', async () => {
  const tree = {
    'b10.png': 'file',
    'b2.png': 'file',
    'notes.txt': 'file',
    '.hidden.png': 'file',
    more: { 'c.mp4': 'file', deeper: { 'd.png': 'file' } },
  } as const;
  const read = await readFolder(folder('takes', tree), { maxDepth: 2, maxFiles: 200 });
  expect({ ...read, files: read.files.map(({ name }) => name) }).toEqual({
    files: ['b2.png', 'b10.png', 'c.mp4'],
    isCutOff: false,
    unreadable: 0,
  });
});

test.each([
  ['more files than the maximum', { 'a.png': 'file', 'b.png': 'file', 'c.png': 'file' }, [2, true, 0]],
  ['more in a subfolder', { 'a.png': 'file', 'b.png': 'file', more: { 'c.png': 'file' } }, [2, true, 0]],
  ['exactly the maximum', { 'a.png': 'file', 'b.png': 'file', more: {} }, [2, false, 0]],
  ['a deleted file', { 'a.png': 'gone', 'b.png': 'file' }, [1, false, 1]],
  ['a folder without permission', { more: 'locked', 'b.png': 'file' }, [1, false, 1]],
] as const)('a folder with %s', async (_, tree, [count, isCutOff, unreadable]) => {
  const read = await readFolder(folder('takes', tree), { maxDepth: 2, maxFiles: 2 });
  expect([read.files.length, read.isCutOff, read.unreadable]).toEqual([count, isCutOff, unreadable]);
});

test.each([
  ['media files are added', { 'hero.png': 'file', 'squats.mp4': 'file' }, 'Images1'],
  ['a folder without media is named', { 'notes.txt': 'file' }, 'takes contains no image and no video.'],
  ['unreadable files are counted', { 'hero.png': 'gone' }, 'One file or folder in takes cannot be read'],
  ['a folder that cannot be read at all is named', 'locked', 'One file or folder in takes cannot be read'],
] as const)('a folder dropped on the batch: %s', async (_, tree, expected) => {
  const { actions, say } = await drawApp();
  await act(async () => actions.show('batch'));
  await drop(carrying({ folders: [folder('takes', tree)] }));
  await act(async () => undefined);
  expect(say()).toContain(expected);
  expect(say()).not.toContain('went wrong');
  expect(say().includes('contains no')).toBe(expected.includes('contains no'));
});
