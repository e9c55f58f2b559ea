/** The small file that identifies a library's folder: without it, an empty mount point could not be distinguished from an empty library. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../storage/json-file.ts';
import { readSmallFile } from '../item/small-file.ts';

export const markerName = '.understudy-library';

const maxBytes = 4096;

/** `id`: of the library; it stays when the library is moved. */
const markerSchema = z.object({ version: z.int().min(1), id: z.uuid() });

export const markerText = (id: string): string => JSON.stringify({ version: 1, id });

const parseMarker = (text: string): string | null => parseJson(text, markerSchema)?.id ?? null;

/** Asynchronous `readMarker` that throws disk errors. */
export const findMarker = async (folder: string): Promise<string | null> => {
  const file = await readSmallFile(join(folder, markerName), maxBytes);
  return file.kind === 'read' ? parseMarker(file.text) : null;
};

/** The library's id; null: the folder or its marker is missing, or the marker is malformed. */
export const readMarker = (folder: string): string | null => {
  const path = join(folder, markerName);
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > maxBytes) return null;
    return parseMarker(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};
