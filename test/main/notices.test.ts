import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '#contract/model/notice.ts';
import { createNotices } from '#main/notices.ts';
import { silentLog } from '#test/fixtures/media.ts';

let dataFolder: string;
let told: (readonly Notice[])[];
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'understudy-notices-'));
  told = [];
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

const open = (isPassing = false) =>
  createNotices({ dataFolder, isPassing, log: silentLog, onChange: (notices) => told.push(notices) });

const rebuilt: Notice = { kind: 'catalogue-rebuilt', found: 3 };
const gone: Notice = { kind: 'database-begun-again' };
const away: Notice = { kind: 'library-away', folder: 'clips' };

test('what was done stays to be read at the next start, until it is put away', () => {
  open().add(rebuilt);
  const next = open();
  expect(next.list()).toEqual([rebuilt]);
  next.dismiss('catalogue-rebuilt');
  expect([next.list(), open().list()]).toEqual([[], []]);
});

test('a later notice takes the place of one of its kind', () => {
  const notices = open();
  notices.add(rebuilt);
  notices.add({ kind: 'catalogue-rebuilt', found: 5 });
  expect(notices.list()).toEqual([{ kind: 'catalogue-rebuilt', found: 5 }]);
});

test('how things stand is told once, as long as it lasts, and not written down', () => {
  const notices = open();
  notices.stand('library-away', away);
  notices.stand('library-away', away);
  notices.dismiss('library-away');
  expect([notices.list(), open().list()]).toEqual([[away], []]);
  notices.stand('library-away', null);
  expect(told).toEqual([[away], []]);
});

test('two open programs lose nothing that the other has written', () => {
  const [one, two] = [open(), open()];
  one.add(rebuilt);
  two.add(gone);
  expect(open().list()).toEqual([rebuilt, gone]);
});

test('the terminal tells only what its own start came upon, and leaves it for the window', () => {
  open().add(rebuilt);
  const terminal = open(true);
  expect(terminal.list()).toEqual([]);
  terminal.add(gone);
  expect([terminal.list(), open().list()]).toEqual([[gone], [rebuilt, gone]]);
});

test('notices of a newer version, and a file that makes no sense, hold nothing up', () => {
  const path = join(dataFolder, 'notices.json');
  writeFileSync(path, JSON.stringify([{ kind: 'of-tomorrow' }, rebuilt]));
  expect(open().list()).toEqual([rebuilt]);
  writeFileSync(path, '{"half');
  const notices = open();
  notices.add(gone);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([gone]);
});

test('what cannot be written down is told all the same', () => {
  const notices = createNotices({
    dataFolder: join(dataFolder, 'not', 'there'),
    isPassing: false,
    log: silentLog,
    onChange: () => undefined,
  });
  notices.add(gone);
  expect(notices.list()).toEqual([gone]);
});
