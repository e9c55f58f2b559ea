import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { keptItemSchema } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import { itemFolderFor, itemIdFor } from '#main/library/item/item-folder.ts';
import { createFindKept } from '#main/library/save.ts';
import { freeModel, imageFacts, jobRecord, statesIn, videoFacts } from '../jobs/samples.ts';
import { createTempLibrary, failingAt } from './temp-library.ts';

const folder = itemFolderFor(jobRecord('j1'), itemIdFor(jobRecord('j1'), 1));
const wholeItem = ['character.jpg', 'item.json', 'motion.mp4', 'poster.jpg', 'result.mp4'].map(
  (name) => `${folder}/${name}`,
);

test('finds a saved item by its job, also where the catalogue lacks it', async () => {
  const tempLibrary = createTempLibrary();
  const request = tempLibrary.request();
  const findKept = createFindKept(tempLibrary);
  expect(await findKept(request.record)).toBeNull();
  const kept = await tempLibrary.keep(request);
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await findKept(request.record)).toEqual(kept.ok && kept.value);
  expect(tempLibrary.catalogue.count()).toEqual(ok(1));
});

test('saves a result as a folder of plain files with a description', async () => {
  const tempLibrary = createTempLibrary();
  const request = tempLibrary.request();
  const kept = await tempLibrary.keep(request);
  expect(kept).toEqual({
    ok: true,
    value: {
      version: 1,
      id: itemIdFor(request.record, 1),
      jobId: 'j1',
      createdAt: '2026-11-21T10:05:00.000Z',
      provider: 'fal',
      modelName: 'Kling v2.6 pro',
      choices: request.record.choices,
      plan: request.record.plan,
      image: { file: 'character.jpg', name: 'anna.jpg', facts: imageFacts },
      video: { file: 'motion.mp4', name: 'squats.mp4', facts: videoFacts },
      result: { file: 'result.mp4', facts: videoFacts },
      poster: { file: 'poster.jpg' },
      inputs: { imageSha256: imageFacts.sha256, videoSha256: videoFacts.sha256 },
      estimate: request.record.estimate,
      transferRecords: [],
      billedMicros: 896_000,
      tookSec: null,
      isDemo: false,
      marks: noMarks,
    },
  });
  expect(tempLibrary.files()).toEqual(wholeItem);
  expect(folder).toMatch(/^2026-11\/[0-9a-z]{9}-[0-9a-f]{12}$/);
  expect(keptItemSchema.parse({ ...JSON.parse(tempLibrary.read(`${folder}/item.json`)), marks: {} })).toEqual(
    kept.ok && kept.value,
  );
  expect(JSON.parse(tempLibrary.read(`${folder}/item.json`))).not.toHaveProperty('marks');
  expect(
    ['character.jpg', 'motion.mp4', 'result.mp4'].map((name) => tempLibrary.read(`${folder}/${name}`)),
  ).toEqual(['character', 'motion', 'result of j1']);
  expect(tempLibrary.catalogue.list({ offset: 0, limit: 10 })).toEqual({
    ok: true,
    value: { items: [kept.ok && kept.value], total: 1 },
  });
  expect(existsSync(request.resultPath)).toBe(false);
});

test('saves a result beside an item of the same job that has lost its result', async () => {
  const tempLibrary = createTempLibrary();
  const first = await tempLibrary.keep(tempLibrary.request());
  if (!first.ok) throw new Error('No result was saved.');
  rmSync(join(tempLibrary.libraryFolder, '2026-11', first.value.id, 'result.mp4'));
  expect(await createFindKept(tempLibrary)(tempLibrary.request().record)).toBeNull();
  const second = await tempLibrary.keep(tempLibrary.request());
  if (!second.ok) throw new Error('No result was saved.');
  expect([
    second.value.id === first.value.id,
    tempLibrary.read(`2026-11/${second.value.id}/result.mp4`),
  ]).toEqual([false, 'result of j1']);
});

test('marks results of the offline demonstration', async () => {
  const tempLibrary = createTempLibrary();
  const kept = await tempLibrary.keep({ ...tempLibrary.request(), model: freeModel });
  expect(kept).toMatchObject({ ok: true, value: { isDemo: true, provider: 'demo' } });
});

test('stores the time from the provider\u2019s acceptance to the saved result', async () => {
  const tempLibrary = createTempLibrary();
  const request = tempLibrary.request();
  const state = { ...statesIn('/work').downloading, startedAt: '2026-11-21T10:01:18.400Z' };
  const kept = await tempLibrary.keep({ ...request, record: { ...request.record, state } });
  expect(kept).toMatchObject({ ok: true, value: { tookSec: 222 } });
});

test('saves a result after the clock was set back', async () => {
  const tempLibrary = createTempLibrary();
  const request = tempLibrary.request();
  const state = { ...statesIn('/work').downloading, startedAt: '2026-11-21T11:00:00.000Z' };
  const kept = await tempLibrary.keep({ ...request, record: { ...request.record, state } });
  expect(kept).toMatchObject({ ok: true, value: { tookSec: 0 } });
});

test('describes fitted files as they were sent', async () => {
  const probed: string[] = [];
  const sent = { ...imageFacts, width: 360, height: 640, sha256: 'c'.repeat(64) };
  const tempLibrary = createTempLibrary({
    probe: async (path) => {
      probed.push(path.split('/').at(-1) ?? '');
      return ok(path.endsWith('.jpg') ? sent : videoFacts);
    },
  });
  const request = tempLibrary.request();
  const image = { ...request.fitted.image, sha256: sent.sha256 };
  const kept = await tempLibrary.keep({ ...request, fitted: { ...request.fitted, image } });
  expect(kept).toMatchObject({
    ok: true,
    value: {
      image: { name: 'anna.jpg', facts: sent },
      // Related results are found by these hashes.
      inputs: { imageSha256: imageFacts.sha256, videoSha256: videoFacts.sha256 },
    },
  });
  expect(probed).toEqual(['result.mp4', 'character.jpg']);
});

test.each([
  [
    'is not media',
    async () => fail('file-not-media', { subject: 'result.mp4', detail: 'moov atom not found' }),
  ],
  ['is empty', async () => fail('file-empty')],
  ['has no video track', async () => fail('file-no-video')],
  ['is an image', async () => ok(imageFacts)],
])('reports a result that %s as broken, and saves nothing', async (_, probe) => {
  const tempLibrary = createTempLibrary({ probe });
  const request = tempLibrary.request();
  expect(await tempLibrary.keep(request)).toMatchObject({ ok: false, error: { code: 'result-broken' } });
  expect([tempLibrary.files(), existsSync(request.resultPath)]).toEqual([[], true]);
});

test('reports a result without a decodable frame as broken', async () => {
  const tempLibrary = createTempLibrary({
    poster: async () => fail('tool-failed', { reason: 'exit', detail: 'Invalid data' }),
  });
  expect(await tempLibrary.keep(tempLibrary.request())).toEqual(
    fail('result-broken', { reason: 'not-playable', detail: 'Invalid data' }),
  );
  expect(tempLibrary.files()).toEqual([]);
});

test('a missing tool is not reported as a broken result', async () => {
  const tempLibrary = createTempLibrary({
    probe: async () => fail('tool-missing', { subject: 'ffprobe', reason: 'not-found' }),
  });
  expect(await tempLibrary.keep(tempLibrary.request())).toEqual(
    fail('tool-missing', { subject: 'ffprobe', reason: 'not-found' }),
  );
  const other = createTempLibrary({
    poster: async () => fail('tool-missing', { subject: 'ffmpeg', reason: 'not-found' }),
  });
  expect(await other.keep(other.request())).toEqual(
    fail('tool-missing', { subject: 'ffmpeg', reason: 'not-found' }),
  );
});

test('a program that closes midway leaves no partial item', async () => {
  const stop = new AbortController();
  const tempLibrary = createTempLibrary({
    poster: async ({ to }) => {
      writeFileSync(to, 'poster');
      stop.abort();
      return ok({});
    },
  });
  const request = { ...tempLibrary.request(), signal: stop.signal };
  expect(await tempLibrary.keep(request)).toEqual(fail('cancelled'));
  expect([tempLibrary.files(), existsSync(request.resultPath)]).toEqual([[], true]);
});

describe.each([
  ['before its effect', false],
  ['after its effect', true],
])('a disk that is full at one operation, %s', (_, doneBefore) => {
  // The last operation removes the download of the saved result.
  test.each([1, 2, 3, 4, 5, 6, 7])(
    'operation %i: saves nothing, and the next attempt succeeds',
    async (n) => {
      const dataFolderLibrary = createTempLibrary({ files: failingAt(n, doneBefore) });
      const request = dataFolderLibrary.request();
      expect(await dataFolderLibrary.keep(request)).toEqual({
        ok: false,
        error: { code: 'disk-full', charged: 'no', subject: 'library', detail: 'ENOSPC' },
      });
      expect(dataFolderLibrary.files()).toEqual([]);
      expect(dataFolderLibrary.catalogue.count()).toEqual({ ok: true, value: 0 });
      expect(readFileSync(request.resultPath, 'utf8')).toBe('result of j1');
      expect(await dataFolderLibrary.keep(request)).toMatchObject({ ok: true });
      expect(dataFolderLibrary.files()).toEqual(wholeItem);
    },
  );
});

test('succeeds where the download cannot be removed afterwards', async () => {
  const files = failingAt(8);
  const tempLibrary = createTempLibrary({ files });
  expect(await tempLibrary.keep(tempLibrary.request())).toMatchObject({ ok: true });
  expect([files.count(), tempLibrary.files()]).toEqual([8, wholeItem]);
  expect(tempLibrary.log.lines).toContainEqual({
    level: 'warn',
    message: 'download of saved result not removed',
  });
});

test('leaves no folder where the catalogue cannot insert the item', async () => {
  const tempLibrary = createTempLibrary();
  tempLibrary.db.read((sql) => sql.all('PRAGMA max_page_count = 1'));
  const request = tempLibrary.request();
  const long = {
    ...request,
    record: { ...request.record, choices: { ...request.record.choices, prompt: 'x'.repeat(20_000) } },
  };
  expect(await tempLibrary.keep(long)).toMatchObject({ ok: false, error: { code: 'disk-full' } });
  expect([tempLibrary.files(), existsSync(request.resultPath)]).toEqual([[], true]);
});

test('saving a job twice results in one item', async () => {
  const tempLibrary = createTempLibrary();
  const first = await tempLibrary.keep(tempLibrary.request());
  const second = await tempLibrary.keep(tempLibrary.request());
  expect(second).toEqual(first);
  expect([tempLibrary.files(), tempLibrary.catalogue.count(), existsSync(tempLibrary.resultPath)]).toEqual([
    wholeItem,
    { ok: true, value: 1 },
    false,
  ]);
});

test('finds an item that was moved in before the program was killed', async () => {
  const tempLibrary = createTempLibrary();
  const first = await tempLibrary.keep(tempLibrary.request());
  tempLibrary.db.transaction((sql) => sql.run('DELETE FROM items'));
  expect(await tempLibrary.keep(tempLibrary.request())).toEqual(first);
  expect(tempLibrary.catalogue.count()).toEqual({ ok: true, value: 1 });
});

test('removes the partial files of a killed attempt', async () => {
  const tempLibrary = createTempLibrary();
  const incoming = join(tempLibrary.libraryFolder, `.incoming-${itemIdFor(jobRecord('j1'), 1)}`);
  mkdirSync(incoming, { recursive: true });
  writeFileSync(join(incoming, 'half.mp4'), 'half');
  expect(await tempLibrary.keep(tempLibrary.request())).toMatchObject({ ok: true });
  expect(tempLibrary.files()).toEqual(wholeItem);
});

test('does not change a foreign folder with the item’s name', async () => {
  const tempLibrary = createTempLibrary();
  mkdirSync(join(tempLibrary.libraryFolder, folder), { recursive: true });
  writeFileSync(join(tempLibrary.libraryFolder, folder, 'note.txt'), 'mine');
  const kept = await tempLibrary.keep(tempLibrary.request());
  expect(kept).toMatchObject({ ok: true, value: { id: itemIdFor(jobRecord('j1'), 2) } });
  expect(tempLibrary.read(`${folder}/note.txt`)).toBe('mine');
});

test('ids sort by the age of their jobs', () => {
  const idAt = (createdAt: string) => itemIdFor({ id: 'j1', createdAt }, 1);
  const ids = ['2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00.001Z', '2031-01-01T00:00:00.000Z'].map(idAt);
  expect([...ids].sort()).toEqual(ids);
});

test('stores the longest file name in full, and never as the name of a file', async () => {
  const tempLibrary = createTempLibrary();
  const name = `${'ñ'.repeat(125)}x.jpg`;
  expect(Buffer.byteLength(name)).toBe(255);
  const request = tempLibrary.request();
  const image = { ...request.record.image, name };
  const fitted = { ...request.fitted, image: { ...request.fitted.image, name } };
  const kept = await tempLibrary.keep({ ...request, fitted, record: { ...request.record, image } });
  expect(kept).toMatchObject({ ok: true, value: { image: { name, file: 'character.jpg' } } });
  expect(tempLibrary.files()).toEqual(wholeItem);
});

test('a name without a plain extension results in a plain file name', async () => {
  const tempLibrary = createTempLibrary();
  const request = tempLibrary.request();
  const name = `${'a'.repeat(100)}.${'b'.repeat(154)}`;
  const fitted = { ...request.fitted, image: { ...request.fitted.image, name } };
  const kept = await tempLibrary.keep({ ...request, fitted });
  expect(kept).toMatchObject({ ok: true, value: { image: { file: 'character.bin' } } });
});
