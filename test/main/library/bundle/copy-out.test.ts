import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { createCopyOut } from '#main/library/bundle/copy-out.ts';
import { tempFolder } from '../../files/temp-folder.ts';
import { contentsUnder, createHouse, honestItem, mediaOf } from '../house.ts';

const id = itemIdSchema.parse('item-0001');
const name = 'anna-squats-kling-v2.6-pro';

const createRoom = () => {
  const house = createHouse();
  house.keep('item-0001');
  const itemPaths = async (itemId: ItemId) => {
    const found = house.find(itemId);
    if (!found.ok) return found;
    const { folder } = found.value;
    const path = (file: string) => join(folder, file);
    return ok({
      folder,
      result: path('result.mp4'),
      poster: path('poster.jpg'),
      image: path('character.jpg'),
      video: path('motion.mp4'),
    });
  };
  const itemOf = (itemId: ItemId) => {
    const found = house.find(itemId);
    return found.ok ? ok(found.value.item) : found;
  };
  return createCopyOut({ itemOf, itemPaths, log: house.log });
};

test('results are copied out under a name for people, and never over one another', async () => {
  const copyOut = createRoom();
  const folder = join(tempFolder(), 'out/deep');
  const copied = [];
  for (let count = 0; count < 3; count += 1) copied.push(await copyOut.result(id, folder));
  const names = [`${name}.mp4`, `${name} (2).mp4`, `${name} (3).mp4`];
  expect({ copied, files: contentsUnder(folder) }).toEqual({
    copied: names.map((one) => ok({ path: join(folder, one) })),
    files: Object.fromEntries(names.map((one) => [one, 'result of item-0001'])),
  });
});

test('a file or folder of the person is left as it is', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, `${name}.mp4`), 'mine');
  mkdirSync(join(folder, `${name} (2).mp4`));
  await createRoom().result(id, folder);
  expect(contentsUnder(folder)).toEqual({
    [`${name}.mp4`]: 'mine',
    [`${name} (3).mp4`]: 'result of item-0001',
  });
});

test('a whole item is copied out as a folder', async () => {
  const copyOut = createRoom();
  const folder = tempFolder();
  await copyOut.whole(id, folder);
  await copyOut.whole(id, folder);
  const files = { ...mediaOf('item-0001'), 'item.json': JSON.stringify(honestItem('item-0001'), null, 2) };
  const inside = (top: string) =>
    Object.fromEntries(Object.entries(files).map(([file, content]) => [`${top}/${file}`, content]));
  expect(contentsUnder(folder)).toEqual({ ...inside(name), ...inside(`${name} (2)`) });
});

test('where the target is a file, that is said and nothing is left', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'mine');
  const copied = await createRoom().result(id, join(folder, 'file'));
  expect([copied.ok, readdirSync(folder)]).toEqual([false, ['file']]);
});

test('an item that nobody knows is refused', async () => {
  const unknown = itemIdSchema.parse('item-0009');
  expect(await createRoom().result(unknown, tempFolder())).toEqual(fail('item-unknown'));
});
