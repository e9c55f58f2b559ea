import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { Notice } from '#contract/model/notice.ts';
import { createNotices, noticesOfOpening, noticesOfRebuild } from '#main/notices.ts';
import { silentLog } from '#test/fixtures/media.ts';

let dataFolder: string;
let announced: (readonly Notice[])[];
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'understudy-notices-'));
  announced = [];
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

const open = (isTemp = false) =>
  createNotices({ dataFolder, isTemp, log: silentLog, onChange: (notices) => announced.push(notices) });

const rebuilt: Notice = { kind: 'catalogue-rebuilt', found: 3 };
const gone: Notice = { kind: 'database-begun-again', returned: 0 };
const away: Notice = { kind: 'library-away', folder: 'clips' };

test('keeps a notice across starts until it is dismissed', () => {
  open().add(rebuilt);
  const next = open();
  expect(next.list()).toEqual([rebuilt]);
  next.dismiss('catalogue-rebuilt');
  expect([next.list(), open().list()]).toEqual([[], []]);
});

test('replaces a notice by a later one of its kind', () => {
  const notices = open();
  notices.add(rebuilt);
  notices.add({ kind: 'catalogue-rebuilt', found: 5 });
  expect(notices.list()).toEqual([{ kind: 'catalogue-rebuilt', found: 5 }]);
});

test('announces the state of the library location once, while it lasts, and does not store it', () => {
  const notices = open();
  notices.locationChanged('away', away.folder);
  notices.locationChanged('away', away.folder);
  notices.dismiss('library-away');
  expect([notices.list(), open().list()]).toEqual([[away], []]);
  notices.locationChanged('ready', away.folder);
  expect(announced).toEqual([[away], []]);
});

test('replaces the notice of an absent library by that of a read-only one', () => {
  const notices = open();
  notices.locationChanged('away', 'Films');
  notices.locationChanged('read-only', 'Films');
  expect(notices.list()).toEqual([{ kind: 'library-read-only', folder: 'Films' }]);
});

test('lists only notices of its own start in the terminal, and keeps them for the window', () => {
  open().add(rebuilt);
  const terminal = open(true);
  expect(terminal.list()).toEqual([]);
  terminal.add(gone);
  expect([terminal.list(), open().list()]).toEqual([[gone], [rebuilt, gone]]);
});

test('ignores notices of a newer version and a malformed file', () => {
  const path = join(dataFolder, 'notices.json');
  writeFileSync(path, JSON.stringify([{ kind: 'of-tomorrow' }, rebuilt]));
  expect(open().list()).toEqual([rebuilt]);
  writeFileSync(path, '{"half');
  const notices = open();
  notices.add(gone);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([gone]);
});

test('lists a notice that cannot be stored', () => {
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

const same = { isOlder: false, returned: 0, heldBack: 0 };
const restored = {
  kind: 'restored',
  backup: 'understudy.db.copy-000001',
  backedUpAt: '2026-11-21T10:00:00.000Z',
  isComplete: true,
  aside: 'understudy.db.broken-1',
} as const;

test('states the copy that was restored, and the numbers of returned and held jobs', () => {
  const { backedUpAt, aside } = restored;
  const about = { kind: 'database-restored', backedUpAt, aside } as const;
  expect([
    noticesOfOpening({ opening: restored, reconciled: same }),
    noticesOfOpening({ opening: restored, reconciled: { isOlder: true, returned: 2, heldBack: 1 } }),
    noticesOfOpening({
      opening: { ...restored, isComplete: false },
      reconciled: { ...same, heldBack: 3 },
    }),
    noticesOfOpening({
      opening: { ...restored, backup: null, backedUpAt: null, isComplete: false },
      reconciled: { isOlder: true, returned: 4, heldBack: 0 },
    }),
  ]).toEqual([
    [{ ...about, isComplete: true, returned: 0, heldBack: 0 }],
    [{ ...about, isComplete: false, returned: 2, heldBack: 1 }],
    [{ ...about, isComplete: false, returned: 0, heldBack: 3 }],
    [{ kind: 'database-begun-again', returned: 4 }],
  ]);
});

test('adds a notice for a database older than sent.jsonl, and none for a present one', () => {
  const opening = { kind: 'nothing' } as const;
  const reconciled = { isOlder: true, returned: 2, heldBack: 1 };
  expect(noticesOfOpening({ opening, reconciled })).toEqual([
    { kind: 'database-perhaps-older', heldBack: 1, returned: 2 },
  ]);
  expect(noticesOfOpening({ opening, reconciled: same })).toEqual([]);
});

test('adds notices of found and skipped folders after a rebuild, and none without a change', () => {
  const leftAlone: Rebuilt['leftAlone'] = [
    { folder: '2026-11/a', why: 'newer' },
    { folder: '2026-11/b', why: 'senseless' },
    { folder: '2026-11/c', why: 'same-id' },
  ];
  const announced = [null, whole, { ...whole, added: 2, leftAlone }].map((rebuilt) =>
    noticesOfRebuild(rebuilt),
  );
  expect(announced).toEqual([
    [],
    [],
    [
      { kind: 'catalogue-rebuilt', found: 2 },
      { kind: 'items-left-alone', newer: 1, others: 2 },
    ],
  ]);
});
