import { expect, test } from 'vitest';
import { programFolder } from '#main/program-folder.ts';
import { findForbiddenWords } from './glossary.ts';
import { findCycles, findSameNames, findViolations } from './layers.ts';
import { parseSource, readSourceTree } from './source-tree.ts';

const sources = readSourceTree(programFolder, ['src-main', 'src-preload', 'src-renderer']);
const tests = readSourceTree(programFolder, ['test']);

test('the sources are read', () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(1000);
});

test('every import is one that the table of layers allows', () => {
  expect(findViolations(sources)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(findCycles([...sources, ...tests])).toEqual([]);
});

test('no two files of a folder have the same base name', () => {
  expect(findSameNames([...sources, ...tests])).toEqual([]);
});

test('names and texts use the standard terms', () => {
  expect(findForbiddenWords([...sources, ...tests])).toEqual([]);
});

test.each([
  ['the page imports main', 'src-renderer/app/app.tsx', "import { createApp } from '#main/app.ts';"],
  ['a screen imports another', 'src-renderer/features/batch/a.ts', "import { b } from '../queue/b.ts';"],
  [
    'a feature module imports values of another',
    'src-main/jobs/a.ts',
    "import { b } from '../library/save.ts';",
  ],
  [
    'the contract imports a type of main',
    'src-preload/contract/a.ts',
    "import type { B } from '#main/ports.ts';",
  ],
  ['a module imports electron', 'src-main/media/a.ts', "import { app } from 'electron';"],
  ['the page imports a module of Node', 'src-renderer/ui/a.ts', "const fs = await import('node:fs');"],
  ['a second file starts processes', 'src-main/media/a.ts', "export { spawn } from 'node:child_process';"],
])('a violation is found where %s', (_what, path, text) => {
  expect(findViolations([parseSource(path, text)])).toHaveLength(1);
});

test('a cycle of type imports is found', () => {
  const one = parseSource('src-main/jobs/a.ts', "import type { B } from './b.ts';");
  const other = parseSource('src-main/jobs/b.ts', "export type { A } from './a.ts';");
  expect(findCycles([one, other])).toEqual([['src-main/jobs/a.ts', 'src-main/jobs/b.ts']]);
});

test('two files of one base name are found', () => {
  expect(findSameNames([{ path: 'src-main/a.ts' }, { path: 'src-main/a.tsx' }])).toHaveLength(1);
  expect(findSameNames([{ path: 'src-main/a.ts' }, { path: 'src-main/a.test.ts' }])).toEqual([]);
});

test.each([
  ['an identifier', 'export const soundOf = 1;'],
  ['a comment', '// The clip is read.'],
  ['a title', "test('a person is asked', () => undefined);"],
  ['a text of a template', 'const a = `The receipt of it`;'],
])('a forbidden word is found in %s', (_where, text) => {
  expect(findForbiddenWords([parseSource('src-main/a.ts', text)]).length).toBeGreaterThan(0);
});

test('a forbidden word is found in a file name', () => {
  expect(findForbiddenWords([parseSource('src-main/at-once.ts', '')])).toHaveLength(1);
});
