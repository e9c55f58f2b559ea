/** Thumbnail of a source file. */
import { frameAddress, sourceAddress, stillAddress } from '#contract/media-address.ts';
import type { Source } from '#contract/model/source.ts';
import styles from './batch-thumb.module.css';

const heightPx = 96;

/** Containers that browsers display without conversion; HEIC is not one of them. */
const shownContainers: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'bmp', 'avif'];

const addressOf = ({ id, facts }: Source): string => {
  // The first frame of a video is often black, so the middle one is used.
  if (facts.kind === 'video') return frameAddress(id, facts.durationSec / 2, heightPx);
  return shownContainers.includes(facts.container) ? sourceAddress(id) : stillAddress(id);
};

/** Empty `alt`: the file name is shown beside it. */
export const BatchThumb = ({ source }: { readonly source: Source }) => (
  <img className={styles.thumb} src={addressOf(source)} alt="" draggable={false} />
);
