/** One saved result: its poster (its video on hover), description and marks. */
import { Ellipsis, Heart } from 'lucide-react';
import { type DragEvent, type MouseEvent, memo, useState } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryMessages } from '#renderer/messages/en/library.ts';
import { useDecoding } from '#renderer/state/decoding.ts';
import { usePreviewCopy } from '#renderer/state/preview-copy.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import type { MenuAnchor } from '#renderer/ui/menu.tsx';
import { RatingMark } from '#renderer/ui/rating.tsx';
import styles from './library-tile.module.css';
import { TileName } from './tile-name.tsx';
import { linesInWords, pairInWords, type TileMessages, tileInWords } from './tile-text.ts';

/** Plays the result on hover; if the browser cannot play it, a preview copy is used. */
const TileVideo = ({ itemId, messages }: { readonly itemId: ItemId; readonly messages: LibraryMessages }) => {
  // It is muted, so unsupported audio does not matter.
  const { isUnplayable, watch } = useDecoding(null);
  const copy = usePreviewCopy({ kind: 'item', itemId, file: 'result' }, isUnplayable);
  const look = { className: styles.image, muted: true, autoPlay: true, loop: true, playsInline: true };
  if (copy.kind === 'not-needed') return <video {...look} {...watch} src={itemAddress(itemId, 'result')} />;
  if (copy.kind === 'ready') return <video {...look} src={copy.address} />;
  return (
    <span className={styles.copy}>{copy.kind === 'making' ? messages.makingCopy : messages.unplayable}</span>
  );
};

export type TileEvents = {
  readonly onPoint: (item: KeptItem | null) => void;
  readonly onFocus: (item: KeptItem, index: number) => void;
  readonly onPress: (item: KeptItem, event: MouseEvent) => void;
  readonly onTick: (item: KeptItem, event: MouseEvent) => void;
  readonly onFavourite: (item: KeptItem) => void;
  readonly onMenu: (item: KeptItem, index: number, anchor: MenuAnchor) => void;
  readonly onDragStart: (item: KeptItem, event: DragEvent) => void;
  /** null: the name stays unchanged. */
  readonly onNamed: (item: KeptItem, name: string | null) => void;
};

export type TilePlace = {
  readonly index: number;
  /** Position of the tile's upper left corner in the grid. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

type TileProps = TilePlace & {
  readonly item: KeptItem;
  readonly count: number;
  /** The one tile that Tab reaches; arrow keys move to the others. */
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  /** A selection exists, so a press may extend it. */
  readonly isSelecting: boolean;
  /** Plays the result instead of showing its poster. */
  readonly isPlaying: boolean;
  readonly isNaming: boolean;
  /** The device cannot hover. */
  readonly isAlwaysReady: boolean;
  readonly messages: TileMessages;
  readonly on: TileEvents;
};

const placed = ({ leftPx, topPx, widthPx, heightPx }: TilePlace) => ({
  transform: `translate(${leftPx}px, ${topPx}px)`,
  width: widthPx,
  height: heightPx,
});

/** The pointer position as an anchor without size. */
const pointOf = ({ clientX, clientY }: MouseEvent): MenuAnchor => ({
  getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0),
});

const Stage = ({ item, isPlaying, messages }: Pick<TileProps, 'item' | 'isPlaying' | 'messages'>) => {
  const [isPosterLost, setPosterLost] = useState(false);
  const { rating } = item.marks;
  return (
    <span className={styles.stage}>
      {isPosterLost ? (
        <span className={styles.lost}>{messages.library.posterMissing}</span>
      ) : (
        <img
          className={styles.image}
          src={itemAddress(item.id, 'poster')}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setPosterLost(true)}
        />
      )}
      {isPlaying ? <TileVideo itemId={item.id} messages={messages.library} /> : null}
      {item.isDemo ? (
        <span className={styles.demo} title={messages.library.demoMeans}>
          {messages.library.demo}
        </span>
      ) : null}
      {rating === 0 ? null : (
        <span className={styles.stars} aria-hidden="true">
          <RatingMark value={rating} label={messages.marks.stars(rating)} />
        </span>
      )}
    </span>
  );
};

const Messages = ({ item, messages }: Pick<TileProps, 'item' | 'messages'>) => {
  const { title, model, length, day, cost } = linesInWords(item, messages);
  return (
    <>
      <span className={styles.title} title={pairInWords(item, messages)}>
        {title}
      </span>{' '}
      <span className={styles.line}>
        <span className={styles.give}>{model}</span> <span className={styles.figure}>{length}</span>
      </span>{' '}
      <span className={styles.line}>
        <span className={styles.give} title={messages.figures.moment(item.marks.removedAt ?? item.createdAt)}>
          {day}
        </span>{' '}
        {cost === null ? null : <span className={styles.figure}>{cost}</span>}
      </span>
    </>
  );
};

export const LibraryTile = memo((props: TileProps) => {
  const {
    item,
    index,
    count,
    isCurrent,
    isSelected,
    isSelecting,
    isPlaying,
    isNaming,
    isAlwaysReady,
    messages,
    on,
  } = props;
  const { library } = messages;
  const { isFavourite, removedAt } = item.marks;
  const tabIndex = isCurrent ? 0 : -1;
  const [isPointed, setPointed] = useState(false);
  // Buttons that cannot be reached are not rendered, because they slow down scrolling.
  const hasButtons = isPointed || isCurrent || isAlwaysReady;
  const isTicking = isSelected || isSelecting;
  return (
    <li
      className={classNames(styles.tile, isSelected && styles.selected, !isAlwaysReady && styles.quiet)}
      style={placed(props)}
      aria-setsize={count}
      aria-posinset={index + 1}
      onFocus={() => on.onFocus(item, index)}
      onPointerEnter={() => {
        setPointed(true);
        on.onPoint(item);
      }}
      onPointerLeave={() => {
        setPointed(false);
        on.onPoint(null);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        on.onMenu(item, index, pointOf(event));
      }}
    >
      <button
        type="button"
        className={styles.open}
        data-tile={item.id}
        data-focus-key={`tile:${item.id}`}
        data-focus-home={isCurrent || undefined}
        data-index={index}
        tabIndex={tabIndex}
        draggable={!isNaming}
        aria-label={tileInWords(item, isSelected, messages)}
        onClick={(event) => on.onPress(item, event)}
        onDragStart={(event) => on.onDragStart(item, event)}
      >
        <Stage item={item} isPlaying={isPlaying} messages={messages} />
        <Messages item={item} messages={messages} />
      </button>
      {hasButtons || isTicking ? (
        <input
          type="checkbox"
          className={classNames(styles.tick, isTicking && styles.seen)}
          tabIndex={tabIndex}
          aria-label={library.select}
          checked={isSelected}
          onChange={() => undefined}
          onClick={(event) => on.onTick(item, event)}
        />
      ) : null}
      <span className={styles.actions}>
        {removedAt === null && (hasButtons || isFavourite) ? (
          <button
            type="button"
            className={classNames(styles.action, isFavourite && styles.favourite, isFavourite && styles.seen)}
            tabIndex={tabIndex}
            aria-pressed={isFavourite}
            aria-label={isFavourite ? library.noFavourite : library.makeFavourite}
            title={isFavourite ? library.noFavourite : library.makeFavourite}
            onClick={() => on.onFavourite(item)}
          >
            <Heart size={15} aria-hidden="true" />
          </button>
        ) : null}
        {hasButtons ? (
          <button
            type="button"
            className={styles.action}
            tabIndex={tabIndex}
            aria-label={library.menu}
            title={library.menu}
            aria-haspopup="menu"
            onClick={(event) => on.onMenu(item, index, event.currentTarget)}
          >
            <Ellipsis size={15} aria-hidden="true" />
          </button>
        ) : null}
      </span>
      {isNaming ? (
        <TileName
          name={item.marks.name}
          placeholder={pairInWords(item, messages)}
          label={library.nameField}
          onNamed={(name) => on.onNamed(item, name)}
        />
      ) : null}
    </li>
  );
});

/** Placeholder for a result that is being read. */
export const SkeletonTile = ({
  count,
  isCurrent,
  label,
  onFocus,
  ...place
}: TilePlace & {
  readonly count: number;
  readonly isCurrent: boolean;
  readonly label: string;
  readonly onFocus: () => void;
}) => (
  <li
    className={styles.tile}
    style={placed(place)}
    aria-setsize={count}
    aria-posinset={place.index + 1}
    data-waiting
  >
    <button
      type="button"
      className={styles.open}
      data-index={place.index}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={label}
      onFocus={onFocus}
    >
      <span className={styles.waiting} />
    </button>
  </li>
);
