/** What a drag, a drop or a paste carries, as far as the browser tells. While something is dragged, only its kinds are told. */

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

/** The types of the files; their names come with the drop only. */
export const carriedTypes = (transfer: Pick<Transfer, 'items'> | null): readonly { type: string }[] =>
  fileItems(transfer).map(({ type }) => ({ type }));

const isFolder = (entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory === true;

/** Files and folders apart. A folder also comes as a file, whose bytes cannot be had. */
export const readTransfer = (transfer: Pick<Transfer, 'items' | 'files'> | null): Carried => {
  const files = [...(transfer?.files ?? [])];
  const folders = fileItems(transfer)
    .map((item) => item.webkitGetAsEntry?.())
    .filter(isFolder);
  const ofFolders = new Set(folders.map(({ name }) => name));
  // Told apart by name: items and files need not come in the same order.
  return { files: files.filter(({ name, type }) => type !== '' || !ofFolders.has(name)), folders };
};

const webKinds: readonly string[] = ['text/uri-list', 'text/html', 'text/x-moz-url'];
const isAddress = (text: string): boolean => /^(?:https?|data|blob):\S+$/i.test(text.trim());

/** An image, a link or a selection dragged from a web page, which comes as an address, without bytes. */
export const isFromWebPage = (transfer: Pick<Transfer, 'items' | 'types'> | null): boolean =>
  transfer !== null && !carriesFiles(transfer) && webKinds.some((kind) => transfer.types.includes(kind));

/** An address, or an image copied without its bytes. */
export const isPastedFromWebPage = (transfer: Transfer | null): boolean =>
  transfer !== null &&
  !carriesFiles(transfer) &&
  (transfer.types.includes('text/uri-list') ||
    isAddress(transfer.getData('text/plain')) ||
    /<(?:img|video)\b/i.test(transfer.getData('text/html')));

/** A text box takes dropped and pasted text itself. */
export const isTextBox = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
