/** A picture or clip of a batch whose files are no longer open: as the library has it, or a sign of what it is. */
import { Film, Image } from 'lucide-react';
import { useState } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { RestoredFile } from '../../state/batch-restored.ts';
import styles from './batch-thumb.module.css';

export const RestoredThumb = ({ file }: { readonly file: RestoredFile }) => {
  const [isMissing, setIsMissing] = useState(false);
  const look = { size: 16, 'aria-hidden': true } as const;
  // Of a clip that was kept there is no still.
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
