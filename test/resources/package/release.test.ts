import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { gatherRelease, mergeFeeds } from '../../../resources/package/release.ts';

const feed = (arch: string, version = '1.0.0') =>
  `version: ${version}\nfiles:\n  - url: Understudy-${version}-mac-${arch}.zip\n    sha512: ${arch}\npath: a\n`;

test('artifacts of all targets are gathered, with one feed for both processors of a system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-release-'));
  try {
    for (const arch of ['arm64', 'x64']) {
      const from = join(folder, 'from', `understudy-mac-${arch}`);
      mkdirSync(from, { recursive: true });
      writeFileSync(join(from, `Understudy-mac-${arch}.zip`), arch);
      writeFileSync(join(from, 'latest-mac.yml'), feed(arch));
      writeFileSync(join(from, 'SHA256SUMS'), `hash  Understudy-mac-${arch}.zip\n`);
    }
    const to = join(folder, 'to');
    gatherRelease(join(folder, 'from'), to);
    expect(readdirSync(to).sort()).toEqual([
      'SHA256SUMS',
      'Understudy-mac-arm64.zip',
      'Understudy-mac-x64.zip',
      'latest-mac.yml',
    ]);
    expect(readFileSync(join(to, 'SHA256SUMS'), 'utf8').split('\n')).toHaveLength(3);
    expect(parse(readFileSync(join(to, 'latest-mac.yml'), 'utf8')).files).toHaveLength(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('feeds of different versions are refused', () => {
  expect(() => mergeFeeds([feed('x64'), feed('arm64', '1.0.1')])).toThrow('1.0.0, 1.0.1');
});
