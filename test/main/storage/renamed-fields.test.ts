import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemSchema } from '#contract/model/item.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { type JobRecord, jobRecordSchema } from '#main/jobs/record.ts';
import { openSentLog, sentJobOf, sentLineOf, sentLogName } from '#main/jobs/sent-log.ts';
import { createJobStore } from '#main/jobs/store.ts';
import { itemFileName, readItem } from '#main/library/item/item-folder.ts';
import { createSettings } from '#main/settings/settings.ts';
import { parseStored, withPresentNames } from '#main/storage/renamed-fields.ts';
import { fittedIn, itemOf, jobRecord, statesIn } from '../jobs/samples.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { createTestLog } from './test-log.ts';

const transferRecord = {
  file: 'video',
  sizeBytes: 1,
  via: 'this-computer',
  host: null,
  until: null,
  keptSec: null,
  isDeletedAfterwards: false,
} as const;

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

test('reads former values by their field, in a list as well, and leaves the same text elsewhere', () => {
  const reason = {
    code: 'audio-off',
    subject: 'video',
    severity: 'mended',
    limit: '',
    actual: 'aac',
    source: 'own-choice',
  };
  const record = { ...jobRecord('j1'), choices: { ...jobRecord('j1').choices, prompt: 'sound-off' } };
  const plan = {
    ...record.plan,
    reasons: [reason],
    video: {
      steps: [{ kind: 'remux', container: 'mp4', audio: 'none', maxBytes: 1, because: ['audio-off'] }],
    },
  };
  const transferRecords = [{ ...transferRecord, readableBy: 'only-you' }];
  const present = { ...record, plan, transferRecords };
  const former = JSON.parse(
    JSON.stringify(present)
      .replaceAll('"audio-off"', '"sound-off"')
      .replaceAll('"only-you"', '"nobody-else"'),
  );
  expect(JSON.stringify(former)).not.toContain('audio-off');
  expect(jobRecordSchema.parse(parseStored(JSON.stringify(former)))).toEqual(jobRecordSchema.parse(present));
});

test('reads item.json and sent.jsonl with former values', async () => {
  const folder = tempFolder();
  const item = {
    ...itemOf(jobRecord('j1')),
    transferRecords: [{ ...transferRecord, readableBy: 'only-you' }],
  };
  const text = JSON.stringify(itemSchema.parse(item));
  writeFileSync(join(folder, itemFileName), text.replace('"only-you"', '"nobody-else"'));
  expect(await readItem(folder)).toEqual(itemSchema.parse(item));

  const record = { ...jobRecord('j2'), transferRecords: item.transferRecords } as JobRecord;
  const line = JSON.stringify(sentLineOf(record, fittedIn('work')));
  writeFileSync(join(folder, sentLogName), `${line.replace('"only-you"', '"nobody-else"')}\n`);
  const sentLog = openSentLog({ dataFolder: folder, log: createTestLog() });
  if (!sentLog.ok) throw new Error(sentLog.error.code);
  const entry = sentLog.value.entryOf(record.id);
  expect(entry && sentJobOf(entry)?.transferRecords).toEqual(item.transferRecords);
});

test.each([
  ['video-fps', '60 frames a second', '60 fps'],
  ['video-aspect', '0.4 to 2.5', '0.4-2.5'],
  ['audio-absent-in-selection', '3 to 5.25 s', '3-5.25 s'],
  ['image-colours', '16 bits a colour', '16 bpc'],
  ['image-colours', 'colours for print', 'CMYK'],
  ['image-colours', 'CMYK colours', 'CMYK'],
  ['image-colours', 'colours for screens', 'RGB'],
  ['audio-codec', '6 channels', '6 ch'],
  ['prompt-too-long', '2501 characters', '2501'],
  ['video-extra-streams', '2 more', '2'],
  ['video-pixel-format', 'transparency', 'yuva420p'],
  ['video-size-changes', 'frame size changes at 1.0, 2.5 s', '1.0, 2.5 s'],
  ['output-fixed', "10 s of motion; Kling's own rules say otherwise", '10 s'],
  ['video-codec', 'h264', 'h264'],
])('reads the figure of a stored reason %s: %s', (code, former, present) => {
  const reason = { code, limit: '', source: 'x' };
  expect(parseStored(JSON.stringify({ ...reason, actual: former }))).toEqual({ ...reason, actual: present });
  expect(parseStored(JSON.stringify({ prompt: former }))).toEqual({ prompt: former });
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
