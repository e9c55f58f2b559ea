/** The whole program on libraries that were damaged, moved, edited or crafted by an attacker: its replies, and that nothing is lost. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { type App, createApp } from '#main/app.ts';
import { markerName, markerText } from '#main/library/location/location.ts';
import { createNodePorts, systemClock } from '#main/node-ports.ts';
import type { Ports } from '#main/ports.ts';
import { fillDataFolder, itemCount } from '../storage/data-folder-damage.ts';
import { canForbid, forbidWriting } from '../storage/disks.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const first = itemIdSchema.parse('item-0000');
const second = itemIdSchema.parse('item-0001');
const secret = 'the keys of this computer';

const makeHome = (): string => {
  const home = join(tempFolder(), 'home');
  mkdirSync(home);
  fillDataFolder(home);
  writeFileSync(join(home, 'secret.txt'), secret);
  return home;
};
const folderOf = (home: string, id: ItemId): string => join(home, 'library', '2026-11', id);

const open = async (home: string, more: Partial<Ports> = {}): Promise<App> => {
  const ports = await createNodePorts('terminal', { UNDERSTUDY_HOME: home });
  const app = await createApp({ ...ports, log: createTestLog(), ...more });
  if (!app.ok) throw new Error(app.error.code);
  await app.value.begin();
  return app.value;
};

/** Media files by their path. */
const mediaUnder = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(mp4|jpg|png)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );

const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }): string =>
  result.ok ? 'ok' : result.error.code;

/** All actions on the first item and on the library, in sequence. */
const use = async (app: App) => {
  const { handlers } = app;
  const page = () => handlers['library.list']({ offset: 0, limit: 100, query: wholeLibrary });
  const listed = await page();
  const mark = { itemIds: [first], change: marksChangeSchema.parse({ rating: 3 }) };
  const marked = codeOf(await handlers['library.mark'](mark));
  const opened = codeOf(await app.itemPaths(first));
  const bundled = codeOf(await handlers['library.bundle']({ itemIds: [first] }));
  const rebuilt = await handlers['library.rebuild']({});
  const after = await page();
  const again = codeOf(await app.itemPaths(first));
  const notices = await handlers['notices.list']({});
  return {
    listed: listed.ok ? listed.value.total : listed.error.code,
    marked,
    opened,
    bundled,
    rebuilt: rebuilt.ok
      ? { ...rebuilt.value, leftAlone: rebuilt.value.leftAlone.map(({ folder, why }) => `${folder} ${why}`) }
      : rebuilt.error.code,
    after: after.ok ? after.value.total : after.error.code,
    again,
    notices: notices.ok ? notices.value.map(({ kind }) => kind) : notices.error.code,
  };
};
type Used = Awaited<ReturnType<typeof use>>;

const well: Used = {
  listed: itemCount,
  marked: 'ok',
  opened: 'ok',
  bundled: 'ok',
  rebuilt: { added: 0, dropped: 0, total: itemCount, leftAlone: [] },
  after: itemCount,
  again: 'ok',
  notices: [],
};
const leftAlone = (...folders: string[]): Used['rebuilt'] => ({
  ...{ added: 0, dropped: 0, total: itemCount },
  leftAlone: folders,
});

const edit = (home: string, change: object): void => {
  const path = join(folderOf(home, first), 'item.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
};
const choose = (home: string, folder: string): void =>
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ libraryFolder: folder }));
/** A library on a disk of its own. */
const onDisk = (home: string): string => {
  const disk = join(home, '..', 'disk');
  renameSync(join(home, 'library'), disk);
  writeFileSync(join(disk, markerName), markerText('4f0c3a0e-5a5b-4a53-9a53-0d1f6c8a7b21'));
  choose(home, disk);
  return disk;
};
const toOutside = (path: string, home: string): void => {
  const outside = join(home, '..', 'outside');
  renameSync(path, outside);
  symlinkSync(outside, path);
};
const missing = { marked: 'item-files-missing', opened: 'item-files-missing', bundled: 'item-files-missing' };

test.each<[string, (home: string) => void, Partial<Used>]>([
  ['without damage', () => undefined, {}],
  [
    'whose folder is missing: the catalogue stays, and reports the files of each result as missing',
    (home) => renameSync(join(home, 'library'), join(home, '..', 'outside')),
    { ...missing, again: 'item-files-missing' },
  ],
  [
    'whose folder is a dangling link',
    (home) => {
      renameSync(join(home, 'library'), join(home, '..', 'outside'));
      symlinkSync(join(home, '..', 'nowhere'), join(home, 'library'));
    },
    {
      ...{ marked: 'library-away', opened: 'library-away', bundled: 'library-away' },
      ...{ rebuilt: 'library-away', again: 'library-away', notices: ['library-away'] },
    },
  ],
  [
    'whose folder was replaced by a file',
    (home) => {
      renameSync(join(home, 'library'), join(home, '..', 'outside'));
      writeFileSync(join(home, 'library'), 'not a folder');
    },
    {
      ...{ marked: 'library-away', opened: 'library-away', bundled: 'library-away' },
      ...{ rebuilt: 'library-away', again: 'library-away', notices: ['library-away'] },
    },
  ],
  [
    'on a disk that is away',
    (home) => {
      renameSync(onDisk(home), join(home, '..', 'outside'));
    },
    {
      ...{ marked: 'library-away', opened: 'library-away', bundled: 'library-away' },
      ...{ rebuilt: 'library-away', again: 'library-away', notices: ['library-away'] },
    },
  ],
  [
    'on a disk that is away, with an empty mount point',
    (home) => {
      const disk = onDisk(home);
      renameSync(disk, join(home, '..', 'outside'));
      mkdirSync(disk);
    },
    {
      ...{ marked: 'library-away', opened: 'library-away', bundled: 'library-away' },
      ...{ rebuilt: 'library-away', again: 'library-away', notices: ['library-away'] },
    },
  ],
  [
    'with two items of one id',
    (home) => cpSync(folderOf(home, first), join(home, 'library', '2025-01', first), { recursive: true }),
    { rebuilt: leftAlone(`2025-01/${first} same-id`) },
  ],
  [
    'with an item rewritten by a newer version',
    (home) => edit(home, { version: 2, choices: 'of another shape' }),
    { rebuilt: leftAlone(`2026-11/${first} newer`) },
  ],
  [
    'with an item that has the id of another',
    (home) => edit(home, { id: second }),
    { rebuilt: leftAlone(`2026-11/${first} misplaced`) },
  ],
  ['with an item.json whose paths leave its folder', (home) => edit(home, climbing), {}],
  [
    'with an item.json that is a symlink',
    (home) => toOutside(join(folderOf(home, first), 'item.json'), home),
    { bundled: 'item-files-missing', rebuilt: leftAlone(`2026-11/${first} senseless`) },
  ],
  [
    'with a result that is a symlink out of the library',
    (home) => {
      rmSync(join(folderOf(home, first), 'result.mp4'));
      symlinkSync(join(home, 'secret.txt'), join(folderOf(home, first), 'result.mp4'));
    },
    { ...missing, marked: 'ok', again: 'item-files-missing' },
  ],
  [
    'with an item folder that is a symlink out of the library',
    (home) => toOutside(folderOf(home, first), home),
    { ...missing, rebuilt: leftAlone(`2026-11/${first} misplaced`), again: 'item-files-missing' },
  ],
  [
    'with a month folder that is a symlink out of the library',
    (home) => toOutside(join(home, 'library', '2026-11'), home),
    { ...missing, rebuilt: leftAlone('2026-11 misplaced'), again: 'item-files-missing' },
  ],
  [
    'whose month folder the user renamed: items found after a rebuild',
    (home) => renameSync(join(home, 'library', '2026-11'), join(home, 'library', 'Autumn')),
    missing,
  ],
  [
    'with names in item.json longer than a file system allows',
    (home) => edit(home, { image: { file: 'character.jpg', name: 'x'.repeat(5000), facts: imageOf(home) } }),
    {},
  ],
  [
    'with foreign folders, files and pipes in it',
    (home) => {
      mkdirSync(join(home, 'library', 'Holidays', 'Rome'), { recursive: true });
      mkdirSync(join(home, 'library', '2026-11', 'my own'));
      writeFileSync(join(home, 'library', '2026-11', 'notes.txt'), 'mine');
      mkdirSync(join(home, 'library', `.deleting-${second}`));
      mkdirSync(join(home, 'library', '.incoming-someone-else'));
    },
    { rebuilt: leftAlone('2026-11/my own senseless') },
  ],
])('a library %s', async (_, damage, expected) => {
  const home = makeHome();
  damage(home);
  const before = mediaUnder(join(home, '..'));
  const app = await open(home);
  const used = await use(app);
  await app.close();
  expect(used).toEqual({ ...well, ...expected });
  expect(mediaUnder(join(home, '..'))).toEqual(before);
  expect(readFileSync(join(home, 'secret.txt'), 'utf8')).toBe(secret);
});

const climbing = { poster: { file: '../../../secret.txt' } };
const imageOf = (home: string): unknown =>
  JSON.parse(readFileSync(join(folderOf(home, first), 'item.json'), 'utf8')).image.facts;

if (canForbid)
  test('a read-only library can be read, and writes fail with the reason', async () => {
    const home = makeHome();
    const allow = forbidWriting(onDisk(home));
    const app = await open(home);
    const used = await use(app);
    await app.close();
    allow();
    expect(used).toEqual({ ...well, marked: 'folder-unwritable', notices: ['library-read-only'] });
  });

test('uses a disk that comes back, with all its items', async () => {
  const home = makeHome();
  const disk = onDisk(home);
  const outside = join(home, '..', 'outside');
  renameSync(disk, outside);
  const app = await open(home);
  const away = await use(app);
  renameSync(outside, disk);
  expect([away.marked, await use(app)]).toEqual(['library-away', { ...well, notices: ['library-away'] }]);
  await app.close();
});

test.each([
  ['years back', '1999-12-31T23:59:59.000Z'],
  ['years ahead', '2049-01-01T00:00:00.000Z'],
])('a clock that is %s neither changes the library nor empties the trash', async (_, time) => {
  const home = makeHome();
  const before = mediaUnder(home);
  const today = await open(home, {
    clock: { ...systemClock, now: () => new Date('2026-11-20T10:00:00.000Z') },
  });
  await today.handlers['library.remove']({ itemIds: [second] });
  await today.close();
  const clock = { ...systemClock, now: () => new Date(time) };
  for (const _start of [1, 2, 3]) {
    const app = await open(home, { clock });
    const inTrash = { offset: 0, limit: 10, query: { ...wholeLibrary, isInTrash: true } };
    expect([await use(app), await app.handlers['library.list'](inTrash)]).toMatchObject([
      { ...well, listed: itemCount - 1, after: itemCount - 1 },
      { value: { items: [{ id: second, marks: { removedAt: '2026-11-20T10:00:00.000Z' } }] } },
    ]);
    await app.close();
  }
  expect(mediaUnder(home)).toEqual(before);
});

test('files of a newer version stay unchanged by a rebuild, a bundle and a move', async () => {
  const home = makeHome();
  edit(home, { version: 2, more: { depth: [1, 2, 3] } });
  const folder = folderOf(home, first);
  writeFileSync(join(folder, 'depth.bin'), 'depth');
  const contents = (at: string) =>
    Object.fromEntries(readdirSync(at).map((name) => [name, readFileSync(join(at, name), 'utf8')]));
  const before = contents(folder);
  const app = await open(home);
  await app.handlers['library.rebuild']({});
  await app.handlers['library.bundle']({ itemIds: [first] });
  const to = join(home, '..', 'disk');
  expect(codeOf(await app.handlers['library.move']({ to }))).toBe('ok');
  expect(codeOf(await app.handlers['library.deleteOldCopies']({}))).toBe('ok');
  await app.close();
  expect([contents(join(to, '2026-11', first)), existsSync(folder)]).toEqual([before, false]);
});

test('the window reports a damaged database that a terminal command found', async () => {
  const home = makeHome();
  writeFileSync(join(home, 'understudy.db'), Buffer.alloc(200_000, 0xa5));
  for (const copy of readdirSync(home).filter((name) => name.includes('.copy-'))) rmSync(join(home, copy));
  const ports = await createNodePorts('terminal', { UNDERSTUDY_HOME: home });
  // The command ends, or is killed, before it does anything else.
  const command = await createApp({ ...ports, log: createTestLog() });
  if (command.ok) await command.value.close();
  const window = await open(home, { host: 'browser' });
  const notices = await window.handlers['notices.list']({});
  await window.close();
  expect(notices).toMatchObject({
    value: [{ kind: 'database-begun-again' }, { kind: 'catalogue-rebuilt', found: itemCount }],
  });
});
