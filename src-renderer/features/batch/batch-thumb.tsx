/** A file as a small picture. */
import { frameAddress, sourceAddress, stillAddress } from '#contract/media-address.ts';
import type { Source } from '#contract/model/source.ts';
import styles from './batch-thumb.module.css';

const heightPx = 96;

/** What browsers show by themselves; a HEIC of a telephone is none of them. */
const shownContainers: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'bmp', 'avif'];

const addressOf = ({ id, facts }: Source): string => {
  // The first frame of a clip is often black.
  if (facts.kind === 'video') return frameAddress(id, facts.durationSec / 2, heightPx);
  return shownContainers.includes(facts.container) ? sourceAddress(id) : stillAddress(id);
};

/** Its name stands beside it. */
export const BatchThumb = ({ source }: { readonly source: Source }) => (
  <img className={styles.thumb} src={addressOf(source)} alt="" draggable={false} />
);
