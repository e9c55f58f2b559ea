/** Sizes to choose from and one of the person's own. Pure. */

export const limitKinds = ['none', '8', '10', '25', '50', 'other'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** The least that the program takes, in millions of bytes. */
const minMb = 0.1;

/** `text`: in millions of bytes, with a point or a comma. null: no size that can be used. */
const readMb = (text: string): number | null => {
  const megabytes = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(megabytes) && megabytes >= minMb ? megabytes : null;
};

/** In bytes. `no-size`: what was typed is none. */
export const limitBytes = (kind: LimitKind, ownMb: string): number | null | 'no-size' => {
  if (kind === 'none') return null;
  const megabytes = kind === 'other' ? readMb(ownMb) : Number(kind);
  return megabytes === null ? 'no-size' : Math.floor(megabytes * 1_000_000);
};
