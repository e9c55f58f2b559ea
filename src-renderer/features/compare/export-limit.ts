/** Preset size limits and a custom one. Pure. */

export const limitKinds = ['none', '8', '10', '25', '50', 'other'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** The minimum that the main process accepts, in MB (1,000,000 bytes). */
const minMb = 0.1;

/** `text`: MB with a decimal point or comma. Returns null for an invalid size. */
const readMb = (text: string): number | null => {
  const megabytes = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(megabytes) && megabytes >= minMb ? megabytes : null;
};

/** In bytes. `no-size`: the typed size is invalid. */
export const limitBytes = (kind: LimitKind, ownMb: string): number | null | 'no-size' => {
  if (kind === 'none') return null;
  const megabytes = kind === 'other' ? readMb(ownMb) : Number(kind);
  return megabytes === null ? 'no-size' : Math.floor(megabytes * 1_000_000);
};
