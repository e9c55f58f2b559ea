/** Thumbnails of the files of a batch. */
import { Film, Image } from 'lucide-react';
import { useState } from 'react';
import { frameAddress, itemAddress, sourceAddress, stillAddress } from '#contract/media-address.ts';
import type { Source } from '#contract/model/source.ts';
import type { RestoredFile } from '../../state/batch-restored.ts';
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

/** An image or video whose file is no longer open: a thumbnail from the library, or an icon for its kind. */
export const RestoredThumb = ({ file }: { readonly file: RestoredFile }) => {
  const [isMissing, setIsMissing] = useState(false);
  const look = { size: 16, 'aria-hidden': true } as const;
  // The library keeps no still of a reference video.
  if (file.kind === 'image' && file.itemId !== null && !isMissing)
    return (
      <img
        className={styles.thumb}
        src={itemAddress(file.itemId, 'image')}
        alt=""
        draggable={false}
        onError={() => setIsMissing(true)}
      />
    );
  return (
    <span className={styles.sign}>{file.kind === 'image' ? <Image {...look} /> : <Film {...look} />}</span>
  );
};
