import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkHash, missingFfmpegFiles, unpackFfmpeg } from '../../../resources/package/ffmpeg.ts';

const url = 'https://example.com/ffmpeg.tar.xz';
const bytes = new TextEncoder().encode('abc');
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a download is accepted with its pinned hash alone', () => {
  expect(() => checkHash({ url, sha256 }, bytes)).not.toThrow();
  expect(() => checkHash({ url, sha256: sha256.replace('b', 'c') }, bytes)).toThrow(
    `${url} has sha256 ${sha256}`,
  );
  expect(() => checkHash({ url, sha256: null }, bytes)).toThrow('has no pinned hash');
});

test('the two programs of an archive are unpacked, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-ffmpeg-'));
  try {
    for (const name of ['ffmpeg', 'ffprobe', 'ffplay']) writeFileSync(join(folder, name), name);
    const archive = join(folder, 'archive.tar.gz');
    spawnSync('tar', ['-czf', archive, '-C', folder, 'ffmpeg', 'ffprobe', 'ffplay']);
    const target = { system: 'linux', arch: 'x64' } as const;
    const to = join(folder, 'to');
    unpackFfmpeg(readFileSync(archive), to, target);
    expect(readFileSync(join(to, 'ffprobe'), 'utf8')).toBe('ffprobe');
    expect(statSync(join(to, 'ffmpeg')).mode & 0o111).toBe(0o111);
    expect(missingFfmpegFiles(to, target)).toEqual(['COPYING.GPLv3', 'SOURCE.txt']);
    expect(missingFfmpegFiles(to, { system: 'win', arch: 'x64' })).toContain('ffmpeg.exe');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
