import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsSchema } from '#contract/model/settings.ts';
import { createJobStore } from '#main/jobs/store.ts';
import { itemFileName, readItem } from '#main/library/item/item-folder.ts';
import { createSettings } from '#main/settings/settings.ts';
import { parseStored, withPresentNames } from '#main/storage/renamed-fields.ts';
import { itemOf, jobRecord, statesIn } from '../jobs/samples.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { createTestLog } from './test-log.ts';

/** Present name to the name in data folders of version 0.1. */
const formerNames: Readonly<Record<string, string>> = {
  approvedLimits: 'agreedPastCaps',
  audio: 'sound',
  concurrency: 'atOnce',
  delivered: 'handed',
  deliverySetup: 'hosting',
  inlineImages: 'inlinePictures',
  isCancelRequested: 'isCancelAsked',
  keepAudio: 'keepSound',
  spendingLimits: 'caps',
  transferRecords: 'receipts',
};

const withFormerNames = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, field: unknown) =>
    typeof field !== 'object' || field === null || Array.isArray(field)
      ? field
      : Object.fromEntries(Object.entries(field).map(([name, one]) => [formerNames[name] ?? name, one])),
  );

test.each(Object.values(statesIn('work')))(
  'reads a stored job in state $kind with former field names',
  (state) => {
    const log = createTestLog();
    const clock = { now: () => new Date(0) };
    const database = openTestDatabase(tempFolder(), log);
    const store = createJobStore({ db: database, log, clock });
    const record = {
      ...jobRecord('j1', { state }),
      approvedLimits: { runMicros: 1, dayMicros: null, monthMicros: 3 },
    };
    expect(store.insert([record]).ok).toBe(true);
    const former = JSON.stringify(withFormerNames(record));
    expect(former).toContain('keepSound');
    database.transaction((sql) => sql.run('UPDATE jobs SET record = ?', former));
    const list = createJobStore({ db: database, log, clock }).list();
    expect(list.ok && list.value.map((job) => job.record)).toEqual([record]);
    database.close();
  },
);

test('reads item.json with former field names', async () => {
  const folder = tempFolder();
  const item = itemOf(jobRecord('j1'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, itemFileName), JSON.stringify(withFormerNames(item)));
  expect(await readItem(folder)).toEqual(item);
});

test('reads settings with former field names, nested ones included', () => {
  const settings = settingsSchema.parse({
    queue: { isPaused: false, concurrency: { fal: 5 } },
    spendingLimits: { runMicros: 5_000, dayMicros: null, monthMicros: null },
    deliverySetup: { inlineImages: true },
  });
  const former = withFormerNames(settings);
  expect(former).toHaveProperty('hosting.inlinePictures');
  const store = { read: () => former as never, write: () => undefined };
  const log = createTestLog();
  expect(createSettings({ store, log, onChange: () => undefined }).get()).toEqual(settings);
});

test('keeps the present name if both exist, and does not change the fields of a ticket', () => {
  expect(withPresentNames({ caps: 1, spendingLimits: 2, ticket: { hosting: 'x' } })).toEqual({
    spendingLimits: 2,
    ticket: { hosting: 'x' },
  });
});

test('parses stored text with and without former names', () => {
  expect(parseStored('{"choices":{"keepSound":true}}')).toEqual({ choices: { keepAudio: true } });
  expect(parseStored('{"prompt":"keepSound"}')).toEqual({ prompt: 'keepSound' });
  expect(parseStored('{"choices":{"keepAudio":true}}')).toEqual({ choices: { keepAudio: true } });
});
