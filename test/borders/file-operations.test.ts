/** The only modules that rename, replace, delete and flush files, so that every operation has its retries. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder } from '#main/program-folder.ts';

const sources = globSync('src-main/**/*.ts', { cwd: programFolder }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(resolve(programFolder, file), 'utf8'),
}));

/** The names that a text imports from `node:fs`; `*`: the whole module. */
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

const violations = (isForbidden: (name: string) => boolean, allowed: string): readonly string[] =>
  sources
    .filter(({ file }) => file !== allowed)
    .flatMap(({ file, text }) =>
      imported(text)
        .filter(isForbidden)
        .map((name) => `${file}: ${name}`),
    );

const retried = /^(rename|rm|unlink|rmdir|copyFile|cp)(Sync)?$/;
const flushing = /^(fsync|fdatasync)(Sync)?$/;

test('only storage/busy-retry.ts renames, copies and deletes files', () => {
  const allowed = 'src-main/storage/busy-retry.ts';
  expect(violations((name) => retried.test(name) || name === '*', allowed)).toEqual([]);
  expect(
    imported(sources.find(({ file }) => file === allowed)?.text ?? '')
      .filter((name) => retried.test(name))
      .sort(),
  ).toEqual([...['copyFile', 'copyFileSync', 'rename', 'renameSync', 'rm', 'rmSync', 'rmdir']]);
});

test('only storage/atomic.ts flushes files', () => {
  const allowed = 'src-main/storage/atomic.ts';
  expect(violations((name) => flushing.test(name), allowed)).toEqual([]);
  const others = sources.filter(({ file }) => file !== allowed);
  const direct = others.filter(({ text }) => /\.(sync|datasync)\(\)|\bflush: true\b/.test(text));
  expect(direct.map(({ file }) => file)).toEqual([]);
  const replacing = others.filter(({ text }) => text.includes("'write-file-atomic'"));
  expect(replacing.map(({ file }) => file)).toEqual([]);
});

test('every write of a settings store uses retries', () => {
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
])('reads the names of an import: %s', (text, names) => {
  expect(imported(text)).toEqual(names);
});
