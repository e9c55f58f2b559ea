/** `<data>/keys.json`: what the system encrypted, as base64 by provider, readable by the person's own account only. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type KeyHolder, keyHolderSchema } from '#contract/model/model-spec.ts';
import { replaceFile } from '../files/atomic.ts';
import { errnoOf } from '../files/file-error.ts';
import type { Log } from '../ports.ts';

const keysSchema = z.partialRecord(keyHolderSchema, z.base64());
type EncryptedKeys = { readonly [P in KeyHolder]?: string };

export const createKeyFile = (deps: { readonly dataFolder: string; readonly log: Log }) => {
  const path = join(deps.dataFolder, 'keys.json');
  return {
    /** A missing or broken file holds no keys; they can be typed in again. */
    read: (): EncryptedKeys => {
      try {
        return keysSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (cause) {
        if (errnoOf(cause) !== 'ENOENT') deps.log.warn('keys.json cannot be read and counts as empty');
        return {};
      }
    },
    /** Throws errors of the file system. */
    write: (keys: EncryptedKeys): void => {
      mkdirSync(deps.dataFolder, { recursive: true });
      replaceFile(path, JSON.stringify(keys), 0o600);
    },
  };
};
