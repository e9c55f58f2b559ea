/** Texts during and after actions on many results: selection, trash, bundles, long work. */
import type { LeftAlone, LibraryWorkKind } from '#contract/model/library-work.ts';

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);

export const libraryWork = {
  bar: 'Selection',
  selected: (count: number): string => `${count} selected`,
  clearSelection: 'Clear the selection',
  favourite: 'Add to favourites',
  noFavourite: 'Remove from favourites',
  tags: 'Tags',
  bundle: 'Export',
  bundleMeans: 'A zip file that can be imported on another computer.',
  remove: 'Move to trash',
  restore: 'Restore',
  deleteForever: 'Delete permanently',
  removed: (count: number): string => `${results(count)} moved to the trash.`,
  undo: 'Undo',
  close: 'Close',
  bundleReady: (name: string, size: string): string => `${name} is ready, ${size}.`,
  bundleLink: 'Download',
  emptyTrash: 'Empty trash',
  trashPeriod: (days: number): string =>
    days === 1 ? 'Items are deleted after one day.' : `Items are deleted after ${days} days.`,
  trashNever: 'Items are kept until you delete them.',
  deleteTitle: (count: number): string => `Delete ${results(count)} permanently?`,
  deleteText:
    'The image, video and result files are deleted from this computer. This cannot be undone, and charges are not refunded.',
  deleteYes: 'Delete permanently',
  cancel: 'Cancel',
  importBundle: 'Import…',
  importHint: 'Imports a bundle (.zip) exported from a library.',
  dropHere: 'Drop a bundle here to import its results.',
  noBundle: 'Only bundles can be imported here: zip files exported from a library.',
  importing: (name: string): string => `Importing ${name}`,
  imported: (added: number): string => `${results(added)} added.`,
  known: (count: number): string => `${count} already in library.`,
  leftOut: (count: number): string => `${results(count)} skipped:`,
  leftAlone: (folder: string, why: string): string => `${folder}: ${why}`,
  why: {
    senseless: 'not a result, or damaged.',
    newer: 'made by a newer version of Understudy.',
    'same-id': 'another folder contains the same result.',
    misplaced: 'folder name does not match, or it links to another place.',
    empty: 'its files are empty; a sync service may not have downloaded them.',
  } satisfies Record<LeftAlone['why'], string>,
  work: {
    move: 'Moving library',
    bundle: 'Creating bundle',
    import: 'Importing',
    rebuild: 'Rescanning library',
    delete: 'Deleting',
  } satisfies Record<LibraryWorkKind, string>,
  stop: 'Cancel',
};
export type LibraryWorkMessages = typeof libraryWork;
