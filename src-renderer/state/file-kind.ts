/** What a file is, as far as can be told before it is read: by its type, or the end of its name. Pure. */
import type { SlotName } from './store.ts';

/** While something is dragged, a browser tells the types of the files and keeps their names to itself. */
export type Arriving = { readonly type: string; readonly name?: string };

const endings: Readonly<Record<SlotName, RegExp>> = {
  image: /\.(jpe?g|png|webp|gif|bmp|tiff?|avif|heic|heif)$/i,
  video: /\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|wmv|m2?ts|3gp)$/i,
};

/** null: only reading it will tell. */
export const kindOf = ({ type, name = '' }: Arriving): SlotName | null => {
  if (type.startsWith('image/') || endings.image.test(name)) return 'image';
  return type.startsWith('video/') || endings.video.test(name) ? 'video' : null;
};
