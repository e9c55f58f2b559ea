/**
 * Pixels of a HEIC. sharp's prebuilt libvips reads its header but has no HEVC decoder; libheif-js has one, as WebAssembly.
 * Runs in the image process only.
 */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { ImageError, libraryMissing } from './image-error.ts';
import { isTooLarge } from './image-requests.ts';

/** The part of libheif's C interface that is used here. */
type Libheif = {
  readonly heif_context_alloc: () => unknown;
  readonly heif_context_free: (context: unknown) => void;
  readonly heif_context_read_from_memory: (
    context: unknown,
    file: Uint8Array,
  ) => { readonly message: string };
  readonly heif_js_context_get_primary_image_handle: (context: unknown) => unknown;
  readonly heif_image_handle_get_width: (handle: unknown) => number;
  readonly heif_image_handle_get_height: (handle: unknown) => number;
  readonly heif_image_handle_release: (handle: unknown) => void;
  readonly heif_js_decode_image2: (handle: unknown, colorspace: unknown, chroma: unknown) => unknown;
  readonly heif_image_release: (image: unknown) => void;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
};

const requireHere = createRequire(import.meta.url);
let loaded: Libheif | null = null;
const loadLibheif = (): Libheif => {
  try {
    // A CommonJS package without types.
    loaded ??= requireHere('libheif-js/wasm-bundle') as Libheif;
    return loaded;
  } catch (cause) {
    throw libraryMissing('libheif-js', cause);
  }
};

const decodedSchema = z.object({
  image: z.unknown(),
  channels: z.tuple([
    z.object({
      width: z.number(),
      height: z.number(),
      stride: z.number(),
      bits_per_pixel: z.literal(8),
      data: z.instanceof(Uint8Array),
    }),
  ]),
});
/** Returned in place of a handle by a call that fails. */
const failureSchema = z.object({ code: z.unknown(), message: z.string() });

export type Pixels = {
  /** RGBA, 8 bits each, without padding between rows. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
};

/** Upright: libheif applies the file's rotation, mirroring and crop. 10 and 12 bits become 8. */
export const decodeHeic = (file: Uint8Array): Pixels => {
  const heif = loadLibheif();
  const context = heif.heif_context_alloc();
  try {
    const read = heif.heif_context_read_from_memory(context, file);
    if (read.message !== 'Success') throw new ImageError({ reason: 'unreadable', detail: read.message });
    const handle = heif.heif_js_context_get_primary_image_handle(context);
    const failed = failureSchema.safeParse(handle);
    if (failed.success) throw new ImageError({ reason: 'unreadable', detail: failed.data.message });
    try {
      const size = {
        width: heif.heif_image_handle_get_width(handle),
        height: heif.heif_image_handle_get_height(handle),
      };
      if (isTooLarge(size))
        throw new ImageError({ reason: 'too-large', width: size.width, height: size.height });
      const answer = heif.heif_js_decode_image2(
        handle,
        heif.heif_colorspace.heif_colorspace_RGB,
        heif.heif_chroma.heif_chroma_interleaved_RGBA,
      );
      const decoded = decodedSchema.safeParse(answer);
      if (!decoded.success)
        throw new ImageError({
          reason: 'unreadable',
          detail: failureSchema.safeParse(answer).data?.message ?? 'HEIC',
        });
      const [{ width, height, stride, data }] = decoded.data.channels;
      const pixels = new Uint8Array(width * height * 4);
      for (let row = 0; row < height; row += 1)
        pixels.set(data.subarray(row * stride, row * stride + width * 4), row * width * 4);
      heif.heif_image_release(decoded.data.image);
      return { data: pixels, width, height };
    } finally {
      heif.heif_image_handle_release(handle);
    }
  } finally {
    heif.heif_context_free(context);
  }
};
