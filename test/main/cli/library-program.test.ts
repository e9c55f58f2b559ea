/** The library commands of the real program, on results of the offline model. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { understudy as runProgram } from './terminal.ts';

let folder: string;
/** Filled once; each test uses a copy. */
let filled: string;
let home: string;
let dance: string;
let squats: string;
const at = (name: string) => join(folder, name);

const understudy = (args: readonly string[], inHome = home) => runProgram(args, { home: inHome });

const keep = async (video: string): Promise<string> => {
  const inputs = ['--image', at('hero.jpg'), '--video', at(video), '--model', 'demo/offline'];
  const { json } = await understudy(['run', ...inputs], filled);
  return (json as { item: { id: string } }).item.id;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-shelf-'));
  filled = at('filled');
  await makeImage(at('hero.jpg'), { width: 400, height: 500 });
  for (const video of ['dance.mp4', 'squats.mp4'])
    await makeVideo(at(video), { seconds: 3, fps: 10, width: 400, height: 500 });
  dance = await keep('dance.mp4');
  squats = await keep('squats.mp4');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  home = await mkdtemp(at('home-'));
  await cp(filled, home, { recursive: true });
});

type Listed = readonly { readonly id: string; readonly marks: Readonly<Record<string, unknown>> }[];
const listed = async (args: readonly string[], inHome = home): Promise<readonly string[]> => {
  const { json } = await understudy(['library', ...args], inHome);
  return (json as Listed).map(({ id }) => id).toSorted();
};
const both = () => [dance, squats].toSorted();

const resultHash = async (id: string, inHome: string): Promise<string> => {
  const { json } = await understudy(['library', 'show', id], inHome);
  const { paths } = json as { paths: { result: string } };
  return createHash('sha256')
    .update(await readFile(paths.result))
    .digest('hex');
};

test('marks are saved, found by a search, and restored after the loss of the index', async () => {
  const words = ['--name', 'The good one', '--favourite', '--rating', '4', '--tag', 'café'];
  expect((await understudy(['library', 'mark', dance, ...words])).json).toEqual({ changed: 1 });
  expect(await listed(['search', 'cafe'])).toEqual([dance]);
  expect(await listed(['search', 'squa'])).toEqual([squats]);
  expect(await listed(['list', '--favourites', '--min-rating', '4', '--tag', 'café'])).toEqual([dance]);
  for (const name of await readdir(home))
    if (name.startsWith('understudy.db')) await rm(join(home, name), { recursive: true });
  expect(await understudy(['library', 'rebuild'])).toMatchObject({
    status: 0,
    json: { total: 2, leftAlone: [] },
  });
  expect((await understudy(['library', 'show', dance])).json).toMatchObject({
    marks: { name: 'The good one', isFavourite: true, rating: 4, tags: ['café'] },
  });
});

test('a removed result is in the trash, can be restored, and is deleted only from there', async () => {
  expect((await understudy(['library', 'delete', dance, '--yes'])).json).toEqual({ changed: 0 });
  await understudy(['library', 'remove', ...both()]);
  expect([await listed(['list']), await listed(['trash'])]).toEqual([[], both()]);
  await understudy(['library', 'restore', squats]);
  expect((await understudy(['library', 'trash', 'empty'])).status).toBe(2);
  expect((await understudy(['library', 'trash', 'empty', '--yes'])).json).toEqual({ changed: 1 });
  expect([await listed(['list']), await listed(['trash'])]).toEqual([[squats], []]);
  expect((await understudy(['library', 'show', dance])).status).toBe(2);
});

test('another library imports a zip file of results once', async () => {
  const zip = at('two.zip');
  const other = await mkdtemp(at('other-'));
  expect(await understudy(['library', 'export', '--all', '--out', zip])).toMatchObject({
    status: 0,
    json: { path: zip, items: 2, sizeBytes: (await stat(zip)).size },
  });
  expect((await understudy(['library', 'import', zip], other)).json).toEqual({
    ...{ added: 2, known: 0, leftOut: [] },
  });
  expect((await understudy(['library', 'import', zip], other)).json).toMatchObject({ added: 0, known: 2 });
  expect(await listed(['list'], other)).toEqual(both());
  expect(await resultHash(dance, other)).toBe(await resultHash(dance, home));
});

test('rejects a file that is not a zip file', async () => {
  expect(await understudy(['library', 'import', at('dance.mp4')])).toMatchObject({
    status: 3,
    json: { error: { code: 'bundle-broken', charged: 'no' } },
  });
});

test('exports results under readable names and never overwrites a file', async () => {
  const out = await mkdtemp(at('out-'));
  const copy = () => understudy(['library', 'export', dance, '--out', out]);
  expect([(await copy()).status, (await copy()).status]).toEqual([0, 0]);
  const names = await readdir(out);
  expect([names.length, names.every((name) => name.startsWith('hero-dance-offline'))]).toEqual([2, true]);
});

test('moves the whole library to another folder and back', async () => {
  const elsewhere = at(`elsewhere-${dance}`);
  const before = await resultHash(dance, home);
  expect(await understudy(['library', 'move', elsewhere, '--yes'])).toMatchObject({
    status: 0,
    json: { folder: elsewhere, isDefault: false, items: 2 },
  });
  expect([await listed(['list']), await resultHash(dance, home)]).toEqual([both(), before]);
  expect(await understudy(['library', 'move', join(elsewhere, 'inside'), '--yes'])).toMatchObject({
    status: 2,
    json: { error: { code: 'folder-unsuitable' } },
  });
  expect(await understudy(['library', 'move', '--back', '--yes'])).toMatchObject({
    status: 0,
    json: { isDefault: true, items: 2 },
  });
  expect([await listed(['list']), await resultHash(dance, home)]).toEqual([both(), before]);
});

test('reports an unavailable library location on stderr and loses no result', async () => {
  const elsewhere = at(`disk-${squats}`);
  await understudy(['library', 'move', elsewhere, '--yes']);
  const unplugged = `${elsewhere}-unplugged`;
  await cp(elsewhere, unplugged, { recursive: true });
  await rm(elsewhere, { recursive: true });
  const away = await understudy(['library', 'storage']);
  expect(away).toMatchObject({ status: 0, json: { isThere: false, isDefault: false } });
  expect(away.stderr).toContain('The library location is not available');
  await cp(unplugged, elsewhere, { recursive: true });
  expect(await listed(['list'])).toEqual(both());
});
