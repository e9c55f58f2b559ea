import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isPlaceholder, isServiceName } from '#main/library/item/sync-service.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

test.each([
  ...['.dropbox', '.dropbox.cache', '.dropbox.attr', '.stfolder', '.stversions', '.stignore', '.sync'],
  ...['.nextcloudsync.log', '.sync_a1b2c3d4e5f6.db', '.sync_a1b2c3d4e5f6.db-wal', '._sync_0a1b2c.db'],
  ...['.owncloudsync.log', '.tmp.drivedownload', '.tmp.driveupload', '.SyncArchive', '.debris'],
  ...['~$table.xlsx', '.~lock.table.ods#', '.syncthing.result.mp4.tmp', '~syncthing~result.mp4.tmp'],
  ...['desktop.ini', 'Desktop.ini', 'Thumbs.db', '.DS_Store', '._result.mp4', 'Icon\r', '@eaDir', '#recycle'],
  ...['$RECYCLE.BIN', 'System Volume Information', 'lost+found', '.Trash-1000', '__MACOSX', '.directory'],
])('%j belongs to a sync service or to the system', (name) => {
  expect(isServiceName(name)).toBe(true);
});

test.each([
  ...['photo.jpg', '2026-11', 'item.json', '.understudy-library', '.incoming-move-a', 'sync', 'dropbox'],
  ...[
    '.git',
    '.hidden',
    'notes~',
    'Icon',
    "item (PC's conflicted copy 2026-11-30).json",
    '.result.mp4.icloud',
  ],
])('%j belongs to the user', (name) => {
  expect(isServiceName(name)).toBe(false);
});

test.each(['.result.mp4.icloud', 'result.mp4.nextcloud', 'result.mp4.owncloud'])(
  'a missing file with the placeholder %s is not downloaded',
  async (name) => {
    const folder = tempFolder();
    writeFileSync(join(folder, name), '');
    expect([
      await isPlaceholder(join(folder, 'result.mp4')),
      await isPlaceholder(join(folder, 'poster.jpg')),
    ]).toEqual([true, false]);
  },
);
