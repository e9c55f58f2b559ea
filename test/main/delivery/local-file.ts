/** Fitted files for tests: their size and hash are correct for their bytes. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFile } from '#main/artifacts.ts';
import { tempFolder } from '../storage/temp-folder.ts';

/** Begins as an MP4 does. */
export const videoBytes = (sizeBytes = 1_000_000): Buffer =>
  Buffer.concat([
    Buffer.from('\0\0\0\x18ftypisom', 'latin1'),
    Buffer.alloc(sizeBytes - 12, 'a video of a body moving '),
  ]);

/** Begins as a JPEG does. */
export const imageBytes = (sizeBytes = 30_000): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(sizeBytes - 4, 'picture ')]);

const writeLocal = async (
  name: string,
  contentType: LocalFile['contentType'],
  bytes: Buffer,
): Promise<LocalFile> => {
  const path = join(tempFolder(), name);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, name, contentType, sizeBytes: bytes.length, sha256 };
};

export const localVideo = (bytes = videoBytes()): Promise<LocalFile> =>
  writeLocal('motion.mp4', 'video/mp4', bytes);

export const localImage = (bytes = imageBytes()): Promise<LocalFile> =>
  writeLocal('character.jpg', 'image/jpeg', bytes);
