/** A result that moves while it is pointed at; where this window cannot play it, a small copy does. */
import { itemAddress } from '#contract/media-address.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { LibraryMessages } from '#renderer/messages/library.ts';
import { useDecoding } from '#renderer/state/decoding.ts';
import { usePreviewCopy } from '#renderer/state/preview-copy.ts';
import styles from './library-tile.module.css';

export const TileVideo = ({
  itemId,
  messages,
}: {
  readonly itemId: ItemId;
  readonly messages: LibraryMessages;
}) => {
  // It is muted, so its audio does not matter.
  const { isUnplayable, watch } = useDecoding(null);
  const copy = usePreviewCopy({ kind: 'item', itemId, file: 'result' }, isUnplayable);
  const look = { className: styles.picture, muted: true, autoPlay: true, loop: true, playsInline: true };
  if (copy.kind === 'not-needed') return <video {...look} {...watch} src={itemAddress(itemId, 'result')} />;
  if (copy.kind === 'ready') return <video {...look} src={copy.address} />;
  return (
    <span className={styles.copy}>{copy.kind === 'making' ? messages.makingCopy : messages.unplayable}</span>
  );
};
