/** Files that sync services and file managers leave in a shared folder: their own files, and placeholders for files that are not downloaded. */
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** In lower case: some file systems ignore case. */
const serviceNames = new Set([
  // Systems
  ...['.ds_store', '.localized', '.fseventsd', '.spotlight-v100', '.temporaryitems', '.trashes', '.apdisk'],
  ...['.volumeicon.icns', '.documentrevisions-v100', '.com.apple.timemachine.donotpresent', 'icon\r'],
  ...['$recycle.bin', 'system volume information', 'desktop.ini', 'thumbs.db', 'ehthumbs.db', 'lost+found'],
  ...['.directory', '__macosx'],
  // Dropbox
  ...['.dropbox', '.dropbox.cache', '.dropbox.attr', '.dropbox.device'],
  // Syncthing
  ...['.stfolder', '.stversions', '.stignore'],
  // Resilio Sync
  ...['.sync', '.syncarchive', '.syncid', '.syncignore'],
  // Nextcloud, ownCloud
  ...['.nextcloudsync.log', '.owncloudsync.log', '.csync_journal.db', '.sync-exclude.lst'],
  // Google Drive
  ...['.tmp.drivedownload', '.tmp.driveupload', '.shortcut-targets-by-id'],
  // OneDrive
  '.849c9593-d756-4e56-8d6e-42412f2a707b',
  // MEGA
  ...['.debris', '.megaignore'],
  // Network drives of Synology and QNAP
  ...['@eadir', '#recycle', '.synologyworkingdirectory', '.@__thumb', '@recycle'],
]);

const servicePatterns: readonly RegExp[] = [
  // macOS, on disks of other systems
  /^\._/,
  // Locks of office programs
  /^~\$|^\.~lock\..*#$/,
  // Databases of Nextcloud and ownCloud
  /^\._?sync_[0-9a-f]+\.db/,
  // Unfinished downloads
  /^\.syncthing\..*\.tmp$|^~syncthing~.*\.tmp$|\.!sync$|\.partial~$/,
  /^\.trash-\d+$/,
];

/** Whether a file or folder of this name belongs to a sync service or to the system. */
export const isServiceName = (name: string): boolean => {
  const lower = name.toLowerCase();
  return serviceNames.has(lower) || servicePatterns.some((pattern) => pattern.test(lower));
};

/** Names of the placeholders for a file that is not downloaded: iCloud, Nextcloud, ownCloud. */
const placeholdersOf = (name: string): readonly string[] => [
  `.${name}.icloud`,
  `${name}.nextcloud`,
  `${name}.owncloud`,
];

/** Whether a missing file has a placeholder. `path`: full path. */
export const isPlaceholder = async (path: string): Promise<boolean> => {
  for (const name of placeholdersOf(basename(path))) {
    const isThere = await lstat(join(dirname(path), name)).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
};
