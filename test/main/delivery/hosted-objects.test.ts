import { expect, test } from 'vitest';
import { createHostedObjects, type HostedObject } from '#main/delivery/hosted-objects.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { openTestDatabase } from '../storage/test-database.ts';

const object = (jobId: string, name: string): HostedObject => ({
  jobId,
  object: name,
  endpoint: 'https://b.example',
  region: 'auto',
  bucket: 'clips',
  accessKeyId: 'AKID',
});

test('remembers an object by its job until it is deleted, across restarts', async () => {
  const folder = tempFolder();
  const clock = createFakeClock();
  const first = openTestDatabase(folder);
  const before = createHostedObjects(first, clock);
  expect(before.add(object('one', 'z.mp4'))).toEqual({ ok: true, value: {} });
  await clock.sleep(1000);
  before.add(object('two', 'b.mp4'));
  before.add(object('one', 'a.jpg'));
  first.close();
  const after = createHostedObjects(openTestDatabase(folder), clock);
  expect(after.ofJob('one')).toEqual([object('one', 'z.mp4'), object('one', 'a.jpg')]);
  after.remove('z.mp4');
  expect(after.all()).toEqual([object('one', 'a.jpg'), object('two', 'b.mp4')]);
});

test('reports an object that cannot be recorded', () => {
  const db = openTestDatabase(tempFolder());
  const objects = createHostedObjects(db, createFakeClock());
  db.read((sql) => sql.all('PRAGMA max_page_count = 1'));
  expect(objects.add(object('one', 'x'.repeat(1_000_000)))).toMatchObject({
    ok: false,
    error: { code: 'disk-full' },
  });
  expect(objects.all()).toEqual([]);
});
