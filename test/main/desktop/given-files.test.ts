import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import type { Source } from '#contract/model/source.ts';
import { createGivenFiles, filesOfArguments, filesOfSecondStart } from '#main/desktop/given-files.ts';

const folder = resolve('/films');
const image = join(folder, 'a.png');

describe('filesOfArguments', () => {
  test('resolves the files against the folder of the start, without the program and switches', () => {
    const argv = ['/opt/understudy', '--no-zygote', 'a.png', '-psn_0_1', image, '', '--'];
    expect(filesOfArguments({ argv, folder, isPackaged: true })).toEqual([image, image]);
  });

  test("skips the program's folder if it is not packaged", () => {
    const argv = ['/opt/electron', '/src/understudy', 'a.png'];
    expect(filesOfArguments({ argv, folder, isPackaged: false })).toEqual([image]);
    expect(filesOfArguments({ argv: ['/opt/electron', '.'], folder, isPackaged: false })).toEqual([]);
  });

  test('takes file addresses, and ignores those of other computers', () => {
    const argv = ['understudy', pathToFileURL(join(folder, 'ä b.mp4')).href, 'file:///%zz'];
    expect(filesOfArguments({ argv, folder, isPackaged: true })).toEqual([join(folder, 'ä b.mp4')]);
  });

  test('takes at most 20 files', () => {
    const argv = Array.from({ length: 50 }, (_, index) => `${index}.png`);
    expect(filesOfArguments({ argv, folder, isPackaged: true })).toHaveLength(20);
  });
});

test.each([null, undefined, [], 'a.png', {}, { files: 'a.png' }, { files: [1] }, { files: [''] }])(
  'takes no files from a second start that sends %j',
  (data) => expect(filesOfSecondStart(data)).toEqual([]),
);

test('takes the files of a second start', () => {
  expect(filesOfSecondStart({ files: [image] })).toEqual([image]);
});

describe('createGivenFiles', () => {
  const create = () => {
    const sent: { readonly sources: readonly Source[]; readonly failed: readonly AppError[] }[] = [];
    const opened: string[] = [];
    const given = createGivenFiles({
      // Only the name matters here.
      open: async (path) =>
        path.endsWith('.png') ? ok({ name: path } as Source) : fail('file-not-media', { subject: path }),
      send: (files) => sent.push(files),
      onOpened: (path) => opened.push(path),
    });
    return { given, sent, opened };
  };

  test('keeps files that come before the page receives events, and sends them together', async () => {
    const { given, sent, opened } = create();
    await given.give(['a.png']);
    await given.give(['notes.txt', 'b.png']);
    expect([sent, opened]).toEqual([[], []]);
    await given.pageReady();
    expect(sent).toMatchObject([
      { sources: [{ name: 'a.png' }, { name: 'b.png' }], failed: [{ code: 'file-not-media' }] },
    ]);
    expect(opened).toEqual(['a.png', 'b.png']);
  });

  test('sends files at once to a page that receives events, and none twice', async () => {
    const { given, sent } = create();
    await given.pageReady();
    await given.give(['a.png']);
    await given.pageReady();
    await given.give([]);
    expect(sent).toMatchObject([{ sources: [{ name: 'a.png' }] }]);
  });

  test('waits again after the page has crashed', async () => {
    const { given, sent } = create();
    await given.pageReady();
    given.pageGone();
    await given.give(['a.png']);
    expect(sent).toEqual([]);
    await given.pageReady();
    expect(sent).toHaveLength(1);
  });
});
