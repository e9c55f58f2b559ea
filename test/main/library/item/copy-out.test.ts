import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import { createCopyOut } from '#main/library/item/copy-out.ts';
import { createDragOut } from '#main/library/item/drag-out.ts';
import { createOpenFile } from '#main/library/item/open-file.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { contentsUnder, createMemoryLibrary, type MemoryLibrary } from '../memory-library.ts';

const id = itemIdSchema.parse('item-0001');
const name = 'anna-squats-kling-v2.6-pro';

const createTestLibrary = (names: { readonly image?: string; readonly video?: string } = {}) => {
  const memoryLibrary = createMemoryLibrary();
  memoryLibrary.keep('item-0001');
  const itemOf = (itemId: ItemId) => {
    const found = memoryLibrary.find(itemId);
    if (!found.ok) return found;
    const { item } = found.value;
    return ok({
      ...item,
      image: { ...item.image, name: names.image ?? item.image.name },
      video: { ...item.video, name: names.video ?? item.video.name },
    });
  };
  const openFile = createOpenFile({
    location: memoryLibrary.location,
    catalogue: {
      get: (itemId) => {
        const item = itemOf(itemId);
        return item.ok ? ok({ ...item.value, marks: noMarks }) : item;
      },
      folderOf: () => ok('2026-11/item-0001'),
    },
  });
  return {
    copyOut: createCopyOut({ itemOf, openFile, log: memoryLibrary.log }),
    memoryLibrary,
    openFile,
  };
};

test('copies results under descriptive names without overwriting', async () => {
  const { copyOut } = createTestLibrary();
  const folder = join(tempFolder(), 'out/deep');
  const copied = [];
  for (let count = 0; count < 3; count += 1) copied.push(await copyOut(id, folder));
  const names = [`${name}.mp4`, `${name} (2).mp4`, `${name} (3).mp4`];
  expect({ copied, files: contentsUnder(folder) }).toEqual({
    copied: names.map((one) => ok({ path: join(folder, one) })),
    files: Object.fromEntries(names.map((one) => [one, 'result of item-0001'])),
  });
});

test('does not change existing files and folders of the user', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, `${name}.mp4`), 'mine');
  mkdirSync(join(folder, `${name} (2).mp4`));
  await createTestLibrary().copyOut(id, folder);
  expect(contentsUnder(folder)).toEqual({
    [`${name}.mp4`]: 'mine',
    [`${name} (3).mp4`]: 'result of item-0001',
  });
});

test('fails without leftovers where the target is a file', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'mine');
  const copied = await createTestLibrary().copyOut(id, join(folder, 'file'));
  expect([copied.ok, readdirSync(folder)]).toEqual([false, ['file']]);
});

test('refuses an unknown item', async () => {
  const unknown = itemIdSchema.parse('item-0009');
  expect(await createTestLibrary().copyOut(unknown, tempFolder())).toEqual(fail('item-unknown'));
});

test.each([
  ['Chinese', '\u89d2\u8272\u8df3\u821e'],
  ['Korean', '\ud55c\uae00'],
  ['of four bytes a character', '\u{20bb7}'],
  ['accented', '\u0142'],
])('shortens long names that are %s to the limit of the disk, with their number', async (_, text) => {
  const long = text.repeat(45);
  const { copyOut } = createTestLibrary({ image: `${long}.png`, video: `${long}.mp4` });
  const folder = tempFolder();
  for (let count = 0; count < 2; count += 1) expect(await copyOut(id, folder)).toMatchObject({ ok: true });
  const names = readdirSync(folder).sort();
  expect(names.filter((name) => / \(2\)\.mp4$/.test(name))).toHaveLength(1);
  expect(names.map((name) => Buffer.byteLength(name) <= 255)).toEqual([true, true]);
});

test('refuses a folder whose name is too long for the disk, with the shortened name in the error', async () => {
  const copied = await createTestLibrary().copyOut(id, join(tempFolder(), 'x'.repeat(300)));
  expect(copied).toEqual(
    fail('name-too-long', { subject: `${'x'.repeat(60)}\u2026`, detail: 'ENAMETOOLONG' }),
  );
});

test.each<[string, (memoryLibrary: MemoryLibrary) => void]>([
  ['empty', (memoryLibrary) => writeFileSync(memoryLibrary.path('item-0001', 'result.mp4'), '')],
  [
    'a placeholder of iCloud',
    (memoryLibrary) =>
      renameSync(
        memoryLibrary.path('item-0001', 'result.mp4'),
        memoryLibrary.path('item-0001', '.result.mp4.icloud'),
      ),
  ],
  [
    'a placeholder of Nextcloud',
    (memoryLibrary) =>
      renameSync(
        memoryLibrary.path('item-0001', 'result.mp4'),
        memoryLibrary.path('item-0001', 'result.mp4.nextcloud'),
      ),
  ],
])('fails to copy a result that is %s', async (_, change) => {
  const { copyOut, memoryLibrary } = createTestLibrary();
  change(memoryLibrary);
  const folder = tempFolder();
  expect([await copyOut(id, folder), readdirSync(folder)]).toEqual([
    fail('item-file-empty', { subject: 'result.mp4' }),
    [],
  ]);
});

test('copies a result whose other files are empty', async () => {
  const { copyOut, memoryLibrary } = createTestLibrary();
  for (const name of ['character.jpg', 'motion.mp4', 'poster.jpg'])
    writeFileSync(memoryLibrary.path('item-0001', name), '');
  expect(await copyOut(id, tempFolder())).toMatchObject({ ok: true });
});

test('drags a result out under a name of whole characters, and refuses an empty result', async () => {
  const { openFile, memoryLibrary } = createTestLibrary({
    image: `${'\u8df3'.repeat(80)}.png`,
    video: `${'\u821e'.repeat(80)}.mp4`,
  });
  const dragged: string[] = [];
  const dragOut = createDragOut({
    openFile,
    drag: ({ path }) => void dragged.push(path),
    folder: tempFolder(),
  });
  expect(await dragOut(id)).toEqual(ok({}));
  const name = basename(dragged[0] ?? '');
  expect([
    Buffer.byteLength(name) <= 255,
    name.endsWith('-kling-v2.6-pro.mp4'),
    existsSync(dragged[0] ?? ''),
  ]).toEqual([true, true, true]);
  writeFileSync(memoryLibrary.path('item-0001', 'result.mp4'), '');
  expect([await dragOut(id), dragged.length]).toEqual([
    fail('item-file-empty', { subject: 'result.mp4' }),
    1,
  ]);
});
