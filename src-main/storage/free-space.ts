import { statfs } from 'node:fs/promises';

/** Bytes that may still be written on the disk of `folder`; null where nobody can say. */
export const freeBytes = async (folder: string): Promise<number | null> => {
  try {
    const disk = await statfs(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
};

/** With less room than this what could not be written well is taken for a full disk: ffmpeg itself tells only in words, or not at all. */
const fullBelowBytes = 1_000_000;

/** `room`: another way of asking, for a test. */
export const isFull = async (folder: string, room: typeof freeBytes = freeBytes): Promise<boolean> => {
  const free = await room(folder);
  return free !== null && free < fullBelowBytes;
};
