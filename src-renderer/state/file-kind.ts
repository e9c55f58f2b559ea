/** Kind of a file before it is read: from its type, or its extension. Pure. */
import type { SlotName } from './store.ts';

/** During a drag, browsers give the types of the files but not their names. */
export type Arriving = { readonly type: string; readonly name?: string };

const endings: Readonly<Record<SlotName, RegExp>> = {
  image: /\.(jpe?g|png|webp|gif|bmp|tiff?|avif|heic|heif)$/i,
  video: /\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|wmv|m2?ts|3gp)$/i,
};

/** null: the file has to be read first. */
export const kindOf = ({ type, name = '' }: Arriving): SlotName | null => {
  if (type.startsWith('image/') || endings.image.test(name)) return 'image';
  return type.startsWith('video/') || endings.video.test(name) ? 'video' : null;
};
