import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createJsonFile, parseJson } from '#main/storage/json-file.ts';
import { createTestLog } from './test-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-json-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const schema = z.array(z.string());
const open = (name = 'names.json') => {
  const log = createTestLog();
  return { ...createJsonFile({ path: join(folder, name), schema, name, log }), log };
};

test('returns the written value, and creates the folder', () => {
  const file = open(join('inner', 'names.json'));
  expect(file.find()).toEqual({ kind: 'missing' });
  file.write(['a', 'b']);
  expect(file.find()).toEqual({ kind: 'read', value: ['a', 'b'] });
  expect(file.read([])).toEqual(['a', 'b']);
  expect(readdirSync(join(folder, 'inner'))).toEqual(['names.json']);
});

test.skipIf(process.platform === 'win32')('a written file is readable by its owner only', () => {
  const file = open();
  file.write(['a']);
  expect(statSync(join(folder, 'names.json')).mode & 0o777).toBe(0o600);
});

test.each([
  ['', 'empty'],
  ['{"half":', 'cut off'],
  ['{"a":1}', 'of another schema'],
])('returns the default for the broken file %j (%s)', (text) => {
  writeFileSync(join(folder, 'names.json'), text);
  const file = open();
  expect(file.find()).toEqual({ kind: 'broken' });
  expect(file.read(['none'])).toEqual(['none']);
  expect(readFileSync(join(folder, 'names.json'), 'utf8')).toBe(text);
});

test('for an unreadable file `find` throws and `read` returns the default', () => {
  mkdirSync(join(folder, 'names.json'));
  const file = open();
  expect(() => file.find()).toThrow('EISDIR');
  expect(file.read([])).toEqual([]);
});

test('parses only JSON that matches the schema', () => {
  expect([parseJson('["a"]', schema), parseJson('[1]', schema), parseJson('[', schema)]).toEqual([
    ['a'],
    null,
    null,
  ]);
});
