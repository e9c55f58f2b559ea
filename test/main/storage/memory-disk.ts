import { existsSync } from 'node:fs';
import { afterAll, beforeAll, vi } from 'vitest';

const folder = '/dev/shm';

/** Puts temporary folders on a disk in memory, if there is one, for tests that would flush a real disk thousands of times. */
export const keepTempFoldersInMemory = (): void => {
  beforeAll(() => {
    if (existsSync(folder)) vi.stubEnv('TMPDIR', folder);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
};
