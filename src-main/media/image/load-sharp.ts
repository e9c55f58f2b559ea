/** sharp, set up for untrusted files. Runs in the image process only. */
import { libraryMissing } from './image-error.ts';
import { maxPixels } from './image-requests.ts';

type SharpModule = typeof import('sharp').default;

/** The libvips loaders that stay enabled. All others are blocked, so that SVG, PDF and libvips files are never read. */
const loaders = [
  'VipsForeignLoadJpegFile',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngFile',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadWebpFile',
  'VipsForeignLoadNsgifFile',
  'VipsForeignLoadTiffFile',
  'VipsForeignLoadHeifFile',
];

const loadModule = async (): Promise<SharpModule> => {
  try {
    const { default: sharp } = await import('sharp');
    // Each file is read once; a cache would only keep its memory.
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: loaders });
    return sharp;
  } catch (cause) {
    throw libraryMissing('sharp', cause);
  }
};

let loaded: Promise<SharpModule> | null = null;
export const loadSharp = (): Promise<SharpModule> => {
  loaded ??= loadModule();
  return loaded;
};

/** Truncated and damaged files are refused: half an image is not worth a paid run. */
export const readOptions = { failOn: 'error', limitInputPixels: maxPixels } as const;
