/** Small JSON files of the data folder: read through a schema, replaced in one step, readable by the user's own account only. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from '../ports.ts';
import { replaceFile } from './atomic.ts';
import { errnoOf } from './file-error.ts';

/** null for text that is no JSON, or not of this schema. */
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
  /** No JSON, or not of the schema. */
  | { readonly kind: 'broken' };

export type JsonFile<T> = {
  /** Throws errors of the file system other than ENOENT: what cannot be read now may be there all the same. */
  readonly find: () => JsonFileContent<T>;
  /** `fallback` for a file that is missing, broken or unreadable; the last two are logged. */
  readonly read: (fallback: T) => T;
  /** Makes the folder where it is missing. Throws errors of the file system. */
  readonly write: (value: T) => void;
};

/** `path`: full. */
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
        if (found.kind === 'broken') log.warn('a file is broken and counts as empty', { name });
        return found.kind === 'read' ? found.value : fallback;
      } catch (cause) {
        log.warn('a file cannot be read and counts as empty', { name, cause });
        return fallback;
      }
    },
    write: (value) => {
      mkdirSync(dirname(path), { recursive: true });
      replaceFile(path, JSON.stringify(value), 0o600);
    },
  };
};
