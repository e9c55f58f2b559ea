import { statfs } from 'node:fs/promises';

/** Free bytes on the disk of `folder`; null: unknown. */
export const freeBytes = async (folder: string): Promise<number | null> => {
  try {
    const disk = await statfs(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
};

/** With fewer free bytes a failed write counts as a full disk: ffmpeg reports that only in its messages, or not at all. */
const fullBelowBytes = 1_000_000;

/** `room`: replaced in tests. */
export const isFull = async (folder: string, room: typeof freeBytes = freeBytes): Promise<boolean> => {
  const free = await room(folder);
  return free !== null && free < fullBelowBytes;
};
