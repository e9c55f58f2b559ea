/** Where files belong, as far as can be told before they are read: by their type, or the end of their name. Pure. */
import type { SlotName } from '../../state/store.ts';

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

export type Landing<F> = {
  readonly places: ReadonlyMap<SlotName, F>;
  /** For which no place is left, in the order in which they came. */
  readonly left: readonly F[];
};

/**
 * At most one file for each place: the first of its kind, then those of unknown kind. `under`: the place the pointer
 * is over, which decides for a single unknown file.
 */
export const planLanding = <F extends Arriving>(files: readonly F[], under: SlotName | null): Landing<F> => {
  const places = new Map<SlotName, F>();
  for (const file of files) {
    const kind = kindOf(file);
    if (kind !== null && !places.has(kind)) places.set(kind, file);
  }
  for (const file of files.filter((unknown) => kindOf(unknown) === null)) {
    const wanted = [...(under === null ? [] : [under]), 'image', 'video'] as const;
    const free = wanted.find((name) => !places.has(name));
    if (free !== undefined) places.set(free, file);
  }
  const placed = new Set(places.values());
  return { places, left: files.filter((file) => !placed.has(file)) };
};
