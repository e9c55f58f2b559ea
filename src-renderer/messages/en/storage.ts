/** Texts of the settings about the library location, disk usage, and the retention of the trash. */

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);

export const storage = {
  title: 'Library and storage',
  why: 'Every result is a folder of plain files with its image and video. The library location may be on another disk.',
  reading: 'Calculating library size',
  folder: 'Library location',
  default: 'in the data folder',
  chosen: 'chosen by you',
  takes: 'Results',
  resultsTake: (count: number, size: string): string => `${results(count)}, ${size} with images and videos`,
  trash: 'Trash',
  work: 'Work files',
  workMeans: 'Files prepared for upload. They are recreated when needed.',
  free: 'Free',
  freeOn: (size: string): string => `${size} on this disk`,
  freeUnknown: 'unknown',
  away: 'The library location is not available.',
  awayOut: 'Connect its disk, or restore the folder. Until then no result can be saved or shown.',
  readOnly: 'The library location is read-only.',
  readOnlyOut: 'Allow writing there, or move the library. Until then no result can be saved.',
  again: 'Refresh',
  moveTitle: 'Move library',
  moveText:
    'Every file is copied and verified before the new folder is used. The old folder keeps a copy until you delete it.',
  choose: 'Move to another folder…',
  path: 'Full path of the new folder',
  pathHint: 'It must be empty or not exist yet.',
  move: 'Move library',
  moveBack: 'Move back to the data folder',
  backTo: 'the data folder',
  moveAskTitle: 'Move the library?',
  moveAskText: (folder: string): string =>
    `It is moved to ${folder}. You can keep using it meanwhile, and cancel the move.`,
  cancel: 'Cancel',
  moved: (folder: string): string => `Library moved to ${folder}.`,
  oldCopy: (folder: string, size: string): string => `${folder} still holds a copy of the library (${size}).`,
  oldCopyAway: (folder: string): string => `${folder} may hold a copy of the library. It is not available.`,
  deleteOld: 'Delete old copy…',
  deleteOldTitle: 'Delete the old copy?',
  deleteOldText:
    'Each file is compared with the library again before it is deleted. Files that are not in the library are kept.',
  deleteOldYes: 'Delete old copy',
  oldDeleted: 'Old copy deleted.',
  rebuildTitle: 'Rescan',
  rebuildText:
    'The library index is rebuilt from the folders. Do this after you have added or removed files by hand.',
  rebuild: 'Rescan library',
  rebuilt: (total: number, added: number, dropped: number): string =>
    `${results(total)}: ${added} new, ${dropped} removed.`,
  leftAlone: (count: number): string =>
    count === 1 ? 'Show 1 skipped folder' : `Show ${count} skipped folders`,
  trashTitle: 'Trash',
  trashKeeps: 'Delete items after',
  days: 'days',
  never: 'Never delete automatically',
  daysProblem: 'Enter 1 to 3650 days.',
  save: 'Save',
  saveDays: 'Save trash period',
  emptyTrash: 'Empty trash…',
  trashIsEmpty: 'The trash is empty.',
  emptied: (count: number): string => `${results(count)} deleted permanently.`,
};
export type StorageMessages = typeof storage;
