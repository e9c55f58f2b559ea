/** Opens a folder of one item, a whole library folder, or an unpacked bundle. Links in it are not followed. */
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { openForReading, readNoFollowFlags } from '../../storage/path.ts';
import { itemFileName } from '../item/item-folder.ts';
import { filesIn, foldersIn, isShown, pathExists } from '../item/library-folders.ts';
import { isServiceName } from '../item/sync-service.ts';
import type { Offer, OfferedFile, OfferedItem } from './import-offer.ts';

/** An item has six files; any others are the user's own. */
const maxFiles = 50;

const offerFile = async (path: string): Promise<OfferedFile> => ({
  sizeBytes: (await lstat(path)).size,
  sha256: null,
  open: async () => (await openForReading(path, readNoFollowFlags)).createReadStream(),
});

const offerItem = async (root: string, folder: string): Promise<OfferedItem> => {
  const files = new Map<string, OfferedFile>();
  const names = (await filesIn(join(root, folder))).filter((name) => !isServiceName(name));
  for (const name of names.slice(0, maxFiles)) files.set(name, await offerFile(join(root, folder, name)));
  return { folder: folder === '' ? basename(root) : folder, files };
};

/** Paths relative to `root`; an empty path: `root` itself is an item. At most two levels down, as in a library. */
const findItems = async (root: string, signal: AbortSignal): Promise<readonly string[]> => {
  if (await pathExists(join(root, itemFileName))) return [''];
  const found: string[] = [];
  for (const name of await foldersIn(root)) {
    signal.throwIfAborted();
    if (!isShown(name)) continue;
    if (await pathExists(join(root, name, itemFileName))) {
      found.push(name);
      continue;
    }
    for (const inside of (await foldersIn(join(root, name))).filter(isShown))
      if (await pathExists(join(root, name, inside, itemFileName))) found.push(`${name}/${inside}`);
  }
  return found;
};

/** `path`: full path. Throws errors of the file system and of the signal. */
export const openFolder = async (path: string, signal: AbortSignal): Promise<Result<Offer>> => {
  const folders = await findItems(path, signal);
  if (folders.length === 0) return fail('bundle-broken', { subject: basename(path), reason: 'no-result' });
  const items: OfferedItem[] = [];
  for (const folder of folders) items.push(await offerItem(path, folder));
  return ok({ items, leftOut: [], close: () => undefined });
};
