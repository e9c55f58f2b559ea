/** The small file by which a library's folder is known: an empty mount point looks like any other empty folder. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const markerName = '.understudy-library';

const mostBytes = 4096;

/** `id`: of the library, wherever it is moved to. */
const markerSchema = z.object({ version: z.int().min(1), id: z.uuid() });

export const markerText = (id: string): string => JSON.stringify({ version: 1, id });

/** The library's id; null: the folder or its marker is not there, or makes no sense. */
export const readMarker = (folder: string): string | null => {
  const path = join(folder, markerName);
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > mostBytes) return null;
    const marker = markerSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return marker.success ? marker.data.id : null;
  } catch {
    return null;
  }
};
