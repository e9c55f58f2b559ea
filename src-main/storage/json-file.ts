/** Small JSON files of the data folder: read through a schema, replaced in one step, readable by this user only. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from '../ports.ts';
import { replaceFile } from './atomic.ts';
import { errnoOf } from './file-error.ts';

/** Returns null for text that is not JSON or does not match the schema. */
export const parseJson = <S extends z.ZodType>(text: string, schema: S): z.output<S> | null => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : null;
};

export type JsonFileContent<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'missing' }
  /** Not JSON, or not of the schema. */
  | { readonly kind: 'broken' };

export type JsonFile<T> = {
  /** Throws errors of the file system other than ENOENT: a file that cannot be read now may still exist. */
  readonly find: () => JsonFileContent<T>;
  /** Returns `fallback` for a missing, broken or unreadable file, and logs the last two. */
  readonly read: (fallback: T) => T;
  /** Creates the folder if missing. Throws errors of the file system. */
  readonly write: (value: T) => void;
};

/** `path`: a full path. */
export const createJsonFile = <S extends z.ZodType>(request: {
  readonly path: string;
  readonly schema: S;
  /** For the log. */
  readonly name: string;
  readonly log: Log;
}): JsonFile<z.output<S>> => {
  const { path, schema, name, log } = request;
  const find = (): JsonFileContent<z.output<S>> => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      if (errnoOf(cause) === 'ENOENT') return { kind: 'missing' };
      throw cause;
    }
    const value = parseJson(text, schema);
    return value === null ? { kind: 'broken' } : { kind: 'read', value };
  };
  return {
    find,
    read: (fallback) => {
      try {
        const found = find();
        if (found.kind === 'broken') log.warn('JSON file broken, default used', { name });
        return found.kind === 'read' ? found.value : fallback;
      } catch (cause) {
        log.warn('JSON file not readable, default used', { name, cause });
        return fallback;
      }
    },
    write: (value) => {
      mkdirSync(dirname(path), { recursive: true });
      replaceFile(path, JSON.stringify(value), 0o600);
    },
  };
};
