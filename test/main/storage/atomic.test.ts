import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOperations, replaceFile } from '#main/storage/atomic.ts';
import { toFileError } from '#main/storage/file-error.ts';
import { freeBytes } from '#main/storage/path.ts';
import { tempFolder } from './temp-folder.ts';

test('replaces a file completely, with the requested permissions, and leaves no other file', () => {
  const folder = tempFolder();
  const path = join(folder, 'keys.json');
  writeFileSync(path, 'old', { mode: 0o644 });
  replaceFile(path, 'new', 0o600);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

test('moves a folder in completely, and creates its missing parents', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'clip'), 'clip');
  const aside = join(folder, '.aside');
  await folderOperations.makeFolder(aside);
  await folderOperations.place(join(folder, 'clip'), join(aside, 'motion.mp4'));
  await folderOperations.write(join(aside, 'item.json'), '{}');
  const target = join(folder, '2026-11', 'one');
  await folderOperations.moveIn(aside, target);
  expect(readdirSync(target).sort()).toEqual(['item.json', 'motion.mp4']);
  expect(readdirSync(folder).sort()).toEqual(['2026-11', 'clip']);
  expect(readFileSync(join(target, 'motion.mp4'), 'utf8')).toBe('clip');
});

test('never moves a folder over another one that is not empty', async () => {
  const folder = tempFolder();
  for (const name of ['new', 'old']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'item.json'), name);
  }
  await expect(folderOperations.moveIn(join(folder, 'new'), join(folder, 'old'))).rejects.toThrow();
  expect(readFileSync(join(folder, 'old', 'item.json'), 'utf8')).toBe('old');
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'folder-unwritable'],
  ['EPERM', 'folder-unwritable'],
  ['EROFS', 'folder-unwritable'],
  ['ENOENT', 'file-missing'],
  ['EIO', 'internal'],
])('%s means %s', (errno, code) => {
  const cause = Object.assign(new Error('/home/ann/secret: unread text'), { code: errno });
  expect(toFileError(cause, 'library')).toEqual({ code, charged: 'no', subject: 'library', detail: errno });
});

test('reports an error that is not of the file system as internal', () => {
  expect(toFileError('odd', 'library')).toEqual({ code: 'internal', charged: 'no', subject: 'library' });
});

test('returns the free bytes of a disk, and null for a missing folder', async () => {
  const folder = tempFolder();
  expect(await freeBytes(folder)).toBeGreaterThan(0);
  expect(await freeBytes(join(folder, 'missing'))).toBeNull();
});
