/** Where files may be renamed, replaced, deleted and flushed: one place for each, so that no operation lacks its retries. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder } from '#main/program-folder.ts';

const sources = globSync('src-main/**/*.ts', { cwd: programFolder }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(resolve(programFolder, file), 'utf8'),
}));

/** What a text imports from Node's file system by name, and whether it imports all of it. */
const imported = (text: string): readonly string[] =>
  [...text.matchAll(/import\s+(?!type\b)([^'"]*?)\s+from\s+['"](?:node:)?fs(?:\/promises)?['"]/g)].flatMap(
    ([, what = '']) =>
      what.startsWith('{')
        ? what
            .slice(1, -1)
            .split(',')
            .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
        : ['*'],
  );

const trespassers = (isForbidden: (name: string) => boolean, allowed: string): readonly string[] =>
  sources
    .filter(({ file }) => file !== allowed)
    .flatMap(({ file, text }) =>
      imported(text)
        .filter(isForbidden)
        .map((name) => `${file}: ${name}`),
    );

const retried = /^(rename|rm|unlink|rmdir|copyFile|cp)(Sync)?$/;
const flushing = /^(fsync|fdatasync)(Sync)?$/;

test('renaming, copying and deleting go through files/busy-retry.ts', () => {
  const allowed = 'src-main/storage/busy-retry.ts';
  expect(trespassers((name) => retried.test(name) || name === '*', allowed)).toEqual([]);
  expect(
    imported(sources.find(({ file }) => file === allowed)?.text ?? '')
      .filter((name) => retried.test(name))
      .sort(),
  ).toEqual([...['copyFile', 'copyFileSync', 'rename', 'renameSync', 'rm', 'rmSync', 'rmdir']]);
});

test('flushing goes through files/atomic.ts', () => {
  const allowed = 'src-main/storage/atomic.ts';
  expect(trespassers((name) => flushing.test(name), allowed)).toEqual([]);
  const others = sources.filter(({ file }) => file !== allowed);
  const direct = others.filter(({ text }) => /\.(sync|datasync)\(\)|\bflush: true\b/.test(text));
  expect(direct.map(({ file }) => file)).toEqual([]);
  const replacing = others.filter(({ text }) => text.includes("'write-file-atomic'"));
  expect(replacing.map(({ file }) => file)).toEqual([]);
});

test('a settings store is written under retries wherever it is written', () => {
  const writing = sources.filter(({ text }) => /\b(conf|store)\.store = /.test(text));
  expect(writing.map(({ file }) => file).sort()).toEqual([
    'src-main/electron/system.ts',
    'src-main/settings/conf-store.ts',
  ]);
  for (const { text } of writing) expect(text).toMatch(/retrySync\(\(\) => \{\s*\w+\.store = /);
});

test.each([
  ["import { rename } from 'node:fs/promises';", ['rename']],
  ["import { type Stats, rmSync as gone } from 'node:fs';", ['type Stats', 'rmSync']],
  ["import * as fs from 'node:fs';", ['*']],
  ["import fs from 'fs';", ['*']],
  ["import type { Stats } from 'node:fs';", []],
])('an import is read as it is: %s', (text, names) => {
  expect(imported(text)).toEqual(names);
});
