import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { expect, test } from 'vitest';
import { forbiddenFiles, listArchive, wronglyPacked } from '../../../resources/package/archive.ts';

test.each([
  ['node_modules/a/test/index.js', 'test'],
  ['node_modules/a/lib/a.test.js', 'test'],
  ['src-main/index.ts', 'source'],
  ['node_modules/a/index.d.ts', 'source'],
  ['node_modules/sharp/src/common.cc', 'source'],
  ['out/main/index.js.map', 'source map'],
  ['node_modules/a/README.md', 'documentation'],
  ['node_modules/a/docs/index.html', 'documentation'],
  ['node_modules/fluent-ffmpeg/coverage/index.html', 'development file'],
  ['resources/package/package.js', 'build input'],
  ['node_modules/a/eslint.config.js', 'build input'],
  ['out/main/understudy.js', 'command line program'],
  ['node_modules/electron/index.js', 'development package'],
  ['node_modules/react/index.js', 'code of the page'],
  ['node_modules/@ffmpeg-installer/linux-x64/ffmpeg', 'another ffmpeg'],
  ['.env', 'secret'],
])('%s must not be shipped: %s', (path, reason) => {
  expect(forbiddenFiles(['out/main/index.js', path])).toEqual([`${path}: ${reason}`]);
});

test('accepts what the program needs', () => {
  expect(
    forbiddenFiles([
      'package.json',
      'out/main/index.js',
      'out/renderer/index.html',
      'resources/sample/motion.mp4',
      'node_modules/zod/index.js',
      'node_modules/semver/internal/debug.js',
    ]),
  ).toEqual([]);
});

test('an archive lists its files with their sizes, and which are beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-archive-'));
  try {
    const files = ['out/main/index.js', 'node_modules/sharp/a.node', 'node_modules/other/b.node'];
    for (const file of files) {
      await mkdir(dirname(join(folder, 'app', file)), { recursive: true });
      await writeFile(join(folder, 'app', file), 'x'.repeat(10));
    }
    const archive = join(folder, 'app.asar');
    await createPackageWithOptions(join(folder, 'app'), archive, { unpackDir: 'node_modules/sharp' });
    const listed = listArchive(archive);
    expect(listed).toHaveLength(3);
    expect(listed).toContainEqual({ path: 'node_modules/sharp/a.node', sizeBytes: 10, isUnpacked: true });
    expect(wronglyPacked(listed)).toEqual(['node_modules/other/b.node']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
