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
