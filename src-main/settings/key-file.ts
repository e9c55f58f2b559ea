/** `<data>/keys.json`: keys encrypted by the system, as base64 by provider; only the user's account can read the file. */
import { join } from 'node:path';
import { z } from 'zod';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { Log } from '../ports.ts';
import { renameSync } from '../storage/busy-retry.ts';
import { createJsonFile } from '../storage/json-file.ts';

/** Entries are validated one by one; an unknown one belongs to a newer version. */
const entriesSchema = z.record(z.string(), z.unknown());
const keySchema = z.base64();

export const createKeyFile = (deps: { readonly dataFolder: string; readonly log: Log }) => {
  const { dataFolder, log } = deps;
  const path = join(dataFolder, 'keys.json');

  const file = createJsonFile({ path, schema: entriesSchema, name: 'keys.json', log });

  return {
    /** As base64; null: no key. A malformed file counts as empty; the keys can be entered again. */
    read: (holder: KeyHolder): string | null => {
      const entry = file.read({})[holder];
      const parsed = keySchema.safeParse(entry);
      if (entry !== undefined && !parsed.success) log.warn('stored key malformed', { provider: holder });
      return parsed.success ? parsed.data : null;
    },
    /** null: removes it. The other entries stay unchanged. Throws errors of the file system. */
    set: (holder: KeyHolder, encrypted: string | null): void => {
      const found = file.find();
      const { [holder]: stored, ...others } = found.kind === 'read' ? found.value : {};
      if (encrypted === null && stored === undefined) return;
      if (found.kind === 'broken') renameSync(path, join(dataFolder, 'keys.broken.json'));
      file.write(encrypted === null ? others : { ...others, [holder]: encrypted });
    },
  };
};
