/** Names of files that leave the program: short enough for every disk, and allowed on every system. */

/** Maximum of one name in UTF-8 bytes on ext4, APFS, NTFS and SMB, for any characters. */
export const maxNameBytes = 255;
/** Maximum in encrypted home folders (eCryptfs). https://www.kernel.org/doc/html/latest/filesystems/ecryptfs.html */
export const shortNameBytes = 143;

/** ` (999)`, appended to a file whose name is taken. */
const counterBytes = 6;

/** An unpaired surrogate is encoded as U+FFFD. */
const utf8Bytes = (text: string): number =>
  [...text].reduce((sum, character) => {
    const code = character.codePointAt(0) ?? 0;
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
  }, 0);

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The longest prefix that fits, in whole grapheme clusters. */
export const cutToBytes = (text: string, maxBytes: number): string => {
  if (utf8Bytes(text) <= maxBytes) return text;
  let cut = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += utf8Bytes(segment);
    if (bytes > maxBytes) break;
    cut += segment;
  }
  return cut;
};

const trimmed = (text: string): string => text.replace(/^[.-]+|[.-]+$/g, '');

/**
 * Windows opens a device for such a name, whatever follows its first dot.
 * https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\s*(\.|$))/i;

/** Letters, digits, dots and dashes only, at most `maxChars`, never empty and never a hidden file. */
const plainName = (text: string, maxChars: number): string => {
  const plain = trimmed(
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}.-]+/gu, '-'),
  );
  // Cut at whole characters, without a trailing dash.
  return trimmed([...plain].slice(0, maxChars).join('')) || 'untitled';
};

export const withoutExtension = (name: string): string => name.replace(/\.[^.]{1,5}$/, '');

/** `extension`: with its dot; empty for a folder, in whose name a dot has no meaning. */
export type FileName = { readonly stem: string; readonly extension: string };

/**
 * A name that every system allows: at most `maxBytes`, not the name of a device, without a dot or space at its end.
 */
export const safeFileName = ({ stem, extension }: FileName, maxBytes: number): string => {
  const safeStem = stem.replace(reserved, '_$&');
  const cut = cutToBytes(safeStem, Math.max(0, maxBytes - utf8Bytes(extension)));
  return `${cut}${extension}`.replace(/[. ]+$/, '') || 'file';
};

/** `stem (2).mp4`; the first has no number. */
export const numberedName = (
  { stem, extension }: FileName,
  attempt: number,
  maxBytes = maxNameBytes,
): string => {
  const end = attempt === 1 ? extension : ` (${attempt})${extension}`;
  return `${trimmed(cutToBytes(stem, maxBytes - utf8Bytes(end)))}${end}`;
};

/** `character-squats-kling-v2.6-pro`, with room for a number. The longer of the two names is cut first. */
export const resultName = (
  item: { readonly imageName: string; readonly videoName: string; readonly modelId: string },
  { tail = '', maxBytes = maxNameBytes }: { readonly tail?: string; readonly maxBytes?: number } = {},
): FileName => {
  const extension = '.mp4';
  const end = `-${plainName(item.modelId.split('/').at(-1) ?? 'result', 30)}${tail}`;
  const image = plainName(withoutExtension(item.imageName), 40);
  const video = plainName(withoutExtension(item.videoName), 40);
  const room = maxBytes - utf8Bytes(`-${end}${extension}`) - counterBytes;
  const fitted = (text: string, other: string): string =>
    trimmed(cutToBytes(text, Math.max(Math.floor(room / 2), room - utf8Bytes(other)))) || 'untitled';
  const names = `${fitted(image, video)}-${fitted(video, image)}`;
  return { stem: `${names}${end}`.replace(reserved, '_$&'), extension };
};

/** `character-squats-kling-v2.6-pro.mp4` */
export const resultFileName = (...of: Parameters<typeof resultName>): string =>
  numberedName(resultName(...of), 1);
