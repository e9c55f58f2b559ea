/**
 * Content of a drag, a drop or a paste, as far as the browser exposes it. During a drag only the kinds of its items
 * are available.
 */

type Item = Pick<DataTransferItem, 'kind' | 'type'> & {
  readonly webkitGetAsEntry?: () => FileSystemEntry | null;
};
/** The part of DataTransfer that is read. */
export type Transfer = {
  readonly items: Iterable<Item>;
  readonly types: readonly string[];
  readonly files: Iterable<File>;
  readonly getData: (format: string) => string;
};

export type Folder = Pick<FileSystemDirectoryEntry, 'name' | 'createReader'>;
export type Carried = { readonly files: readonly File[]; readonly folders: readonly Folder[] };

const fileItems = (transfer: Pick<Transfer, 'items'> | null): readonly Item[] =>
  [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file');

export const carriesFiles = (transfer: Pick<Transfer, 'items'> | null): boolean =>
  fileItems(transfer).length > 0;

/** The types of the files; their names are available only at the drop. */
export const carriedTypes = (transfer: Pick<Transfer, 'items'> | null): readonly { type: string }[] =>
  fileItems(transfer).map(({ type }) => ({ type }));

const isFolder = (entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory === true;

/** Separates files from folders. A folder also appears as a file, whose bytes cannot be read. */
export const readTransfer = (transfer: Pick<Transfer, 'items' | 'files'> | null): Carried => {
  const files = [...(transfer?.files ?? [])];
  const folders = fileItems(transfer)
    .map((item) => item.webkitGetAsEntry?.())
    .filter(isFolder);
  const ofFolders = new Set(folders.map(({ name }) => name));
  // Matched by name: the order of items and files may differ.
  return { files: files.filter(({ name, type }) => type !== '' || !ofFolders.has(name)), folders };
};

const webKinds: readonly string[] = ['text/uri-list', 'text/html', 'text/x-moz-url'];
const isAddress = (text: string): boolean => /^(?:https?|data|blob):\S+$/i.test(text.trim());

/** An image, a link or a selection dragged from a web page, which carries an address without bytes. */
export const isFromWebPage = (transfer: Pick<Transfer, 'items' | 'types'> | null): boolean =>
  transfer !== null && !carriesFiles(transfer) && webKinds.some((kind) => transfer.types.includes(kind));

/** An address, or an image copied without its bytes. */
export const isPastedFromWebPage = (transfer: Transfer | null): boolean =>
  transfer !== null &&
  !carriesFiles(transfer) &&
  (transfer.types.includes('text/uri-list') ||
    isAddress(transfer.getData('text/plain')) ||
    /<(?:img|video)\b/i.test(transfer.getData('text/html')));

/** A text box handles dropped and pasted text itself. */
export const isTextBox = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
