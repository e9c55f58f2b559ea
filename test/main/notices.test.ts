import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { Notice } from '#contract/model/notice.ts';
import { createNotices, noticesOfOpening, noticesOfStart } from '#main/notices.ts';
import { silentLog } from '#test/fixtures/media.ts';

let dataFolder: string;
let told: (readonly Notice[])[];
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'understudy-notices-'));
  told = [];
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

const open = (isTemp = false) =>
  createNotices({ dataFolder, isTemp, log: silentLog, onChange: (notices) => told.push(notices) });

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

test('announces the state of the library location once, while it lasts, and does not write it down', () => {
  const notices = open();
  notices.locationChanged('away', away.folder);
  notices.locationChanged('away', away.folder);
  notices.dismiss('library-away');
  expect([notices.list(), open().list()]).toEqual([[away], []]);
  notices.locationChanged('ready', away.folder);
  expect(told).toEqual([[away], []]);
});

test('replaces the notice of an absent library by that of a read-only one', () => {
  const notices = open();
  notices.locationChanged('away', 'Films');
  notices.locationChanged('read-only', 'Films');
  expect(notices.list()).toEqual([{ kind: 'library-read-only', folder: 'Films' }]);
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
    isTemp: false,
    log: silentLog,
    onChange: () => undefined,
  });
  notices.add(gone);
  expect(notices.list()).toEqual([gone]);
});

const whole = { added: 0, dropped: 0, total: 4, leftAlone: [] };

test('what opening the database did is told, where it did something that a person has to know', () => {
  const repaired = { kind: 'repaired', jobs: 3, lostJobs: 1, setAside: 'understudy.db.broken-1' } as const;
  const told = [
    ...[repaired, { kind: 'began-again' }, { kind: 'began' }, { kind: 'nothing' }],
    { kind: 'migrated', fromVersion: 2, backup: 'understudy.db.v2.bak' },
  ] as const;
  expect(told.map((did) => noticesOfOpening({ did }))).toEqual([
    [
      {
        kind: 'database-repaired',
        jobsSaved: 3,
        jobsLost: 1,
        aside: 'understudy.db.broken-1',
      },
    ],
    [gone],
    [],
    [],
    [],
  ]);
});

test('an older copy is told of also where nothing waits in it, because what was sent since is missing', () => {
  const opening = { isPerhapsOlder: true };
  expect([0, 2].map((heldBack) => noticesOfStart({ opening, heldBack, rebuilt: whole }))).toEqual([
    [{ kind: 'database-perhaps-older', heldBack: 0 }],
    [{ kind: 'database-perhaps-older', heldBack: 2 }],
  ]);
});

test('what was found in the folders and what was left alone there is told, and nothing where all is as it was', () => {
  const opening = { isPerhapsOlder: false };
  const leftAlone: Rebuilt['leftAlone'] = [
    { folder: '2026-11/a', why: 'newer' },
    { folder: '2026-11/b', why: 'senseless' },
    { folder: '2026-11/c', why: 'same-id' },
  ];
  const told = [null, whole, { ...whole, added: 2, leftAlone }].map((rebuilt) =>
    noticesOfStart({ opening, heldBack: 0, rebuilt }),
  );
  expect(told).toEqual([
    [],
    [],
    [
      { kind: 'catalogue-rebuilt', found: 2 },
      { kind: 'items-left-alone', newer: 1, others: 2 },
    ],
  ]);
});
