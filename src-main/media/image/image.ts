/** Facts from a file's header, read before anything decodes it. Pure. */
import { assertNever } from '#contract/assert-never.ts';
import { type ImageParts, noParts } from './image-parts.ts';
import { jpegParts } from './jpeg-parts.ts';
import { pngParts } from './png-parts.ts';

const bmpParts = (bytes: Buffer): ImageParts => {
  if (bytes.length < 30) return noParts;
  const isOld = bytes.readUInt32LE(14) === 12;
  return {
    ...noParts,
    width: isOld ? bytes.readUInt16LE(18) : Math.abs(bytes.readInt32LE(18)),
    height: isOld ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22)),
  };
};

/** The size is 0 x 0 where the file does not state it where expected. */
export const partsOf = (container: 'jpg' | 'png' | 'bmp', bytes: Buffer): ImageParts => {
  switch (container) {
    case 'jpg':
      return jpegParts(bytes);
    case 'png':
      return pngParts(bytes);
    case 'bmp':
      return bmpParts(bytes);
    default:
      return assertNever(container);
  }
};
