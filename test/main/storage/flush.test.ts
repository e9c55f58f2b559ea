import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logRefusedFlushes } from '#main/log.ts';
import type { Log } from '#main/ports.ts';
import {
  createFlush,
  flushFolderSync,
  flushOpenFile,
  type RawFlush,
  replaceFile,
} from '#main/storage/atomic.ts';
import { errnoError } from './busy-files.ts';
import { tempFolder } from './temp-folder.ts';

const failing = (code: string): RawFlush => ({
  sync: async () => {
    throw errnoError(code);
  },
  syncToDisk: () => {
    throw errnoError(code);
  },
});

/** Starts the logging; returns the logged lines. */
const logged = () => {
  const lines: unknown[] = [];
  const log: Pick<Log, 'warn'> = { warn: (_, data) => lines.push(data) };
  const closing = new AbortController();
  logRefusedFlushes(log, closing.signal);
  return { lines, stop: () => closing.abort() };
};

describe('the flush of a folder', () => {
  test.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EIO', 'EBADF', 'EPERM', 'EACCES', 'EISDIR'])(
    'that is refused with %s is logged once and does not reject',
    async (errno) => {
      const { lines, stop } = logged();
      const flush = createFlush(failing(errno), true);
      await flush.folder('/library/2026-11');
      await flush.folder('/library/2026-11');
      flush.folderSync('/library');
      stop();
      flush.folderSync('/data');
      expect(lines).toEqual([
        { folder: '/library/2026-11', errno },
        { folder: '/library', errno },
      ]);
    },
  );

  test.each(['ENOENT', 'ENOSPC', 'ENOTDIR', 'EMFILE'])('that fails with %s rejects', async (code) => {
    const flush = createFlush(failing(code), true);
    await expect(flush.folder('/library')).rejects.toThrow(code);
    expect(() => flush.folderSync('/library')).toThrow(code);
  });

  test('is skipped if folders cannot be opened', async () => {
    const flush = createFlush(failing('ENOENT'), false);
    await flush.folder('/library');
    flush.folderSync('/library');
  });

  test.runIf(process.platform === 'linux')('is ignored if the system itself refuses it', () => {
    const { lines, stop } = logged();
    flushFolderSync('/proc');
    stop();
    expect(lines).toEqual([{ folder: '/proc', errno: 'EINVAL' }]);
  });
});

describe('the flush of a file', () => {
  test.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])(
    'that the disk does not support is logged and does not reject (%s)',
    async (errno) => {
      const { lines, stop } = logged();
      const flush = createFlush(failing(errno), true);
      await flush.file('/a/result.mp4');
      flush.fileSync('/b/result.mp4');
      await flushOpenFile({ sync: () => failing(errno).sync('', 'r') }, '/c/result.mp4');
      stop();
      expect(lines).toEqual(['/a', '/b', '/c'].map((folder) => ({ folder, errno })));
    },
  );

  test.each(['EIO', 'ENOSPC', 'EDQUOT', 'EBADF'])('that fails with %s rejects', async (code) => {
    const flush = createFlush(failing(code), true);
    await expect(flush.file('/a/result.mp4')).rejects.toThrow(code);
    expect(() => flush.fileSync('/a/result.mp4')).toThrow(code);
    await expect(flushOpenFile({ sync: () => failing(code).sync('', 'r') }, '/a')).rejects.toThrow(code);
  });
});

test('logs at most a hundred folders of a disk that cannot flush', async () => {
  const { lines, stop } = logged();
  const flush = createFlush(failing('EINVAL'), true);
  for (let index = 0; index < 150; index += 1) await flush.folder(`/library/${index}`);
  stop();
  expect(lines).toHaveLength(100);
});

test('replacing a file fails if a folder has its name, whatever can be flushed', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => replaceFile(join(folder, 'file', 'under.json'), '{}', 0o600)).toThrow('ENOTDIR');
});
