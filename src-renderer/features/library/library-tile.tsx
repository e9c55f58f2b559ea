/** One kept result: its poster (its moving picture while pointed at), what it is, and what can be done with the file. */
import { Download, FolderOpen } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { itemAddress, itemDownloadAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import type { Figures } from '#renderer/words/figures.ts';
import type { LibraryWords } from '#renderer/words/library.ts';
import styles from './library-tile.module.css';

const costInWords = ({ billedMicros, estimate }: Item, words: LibraryWords, figures: Figures): string => {
  if (billedMicros === 0) return words.free;
  if (billedMicros !== null) return words.billed(figures.dollars(billedMicros));
  if ('unknown' in estimate) return words.unknownCost;
  return estimate.micros === 0 ? words.free : words.estimated(figures.dollars(estimate.micros));
};

export const LibraryTile = ({
  item,
  words,
  figures,
  isCurrent,
  isPlaying,
  canReveal,
  onPoint,
  onFocus,
  onKey,
  onOpen,
  onReveal,
}: {
  readonly item: Item;
  readonly words: LibraryWords;
  readonly figures: Figures;
  /** The one tile that Tab reaches; arrow keys go to the others. */
  readonly isCurrent: boolean;
  /** Shows the result moving instead of its poster. */
  readonly isPlaying: boolean;
  readonly canReveal: boolean;
  /** The pointer came (true) or left (false). */
  readonly onPoint: (isOver: boolean) => void;
  readonly onFocus: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onOpen: () => void;
  readonly onReveal: () => void;
}) => {
  const [isPosterLost, setPosterLost] = useState(false);
  const length = figures.seconds(item.result.facts.durationSec);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <li className={styles.tile} onPointerEnter={() => onPoint(true)} onPointerLeave={() => onPoint(false)}>
      <button
        type="button"
        className={styles.open}
        data-tile={item.id}
        tabIndex={tabIndex}
        aria-label={words.open({
          character: item.image.name,
          motion: item.video.name,
          length,
          model: item.modelName,
          date: figures.moment(item.createdAt),
        })}
        onClick={onOpen}
        onFocus={onFocus}
        onKeyDown={onKey}
      >
        <span className={styles.stage}>
          {isPosterLost ? (
            <span className={styles.lost}>{words.posterMissing}</span>
          ) : (
            <img
              className={styles.picture}
              src={itemAddress(item.id, 'poster')}
              alt=""
              loading="lazy"
              decoding="async"
              onError={() => setPosterLost(true)}
            />
          )}
          {isPlaying ? (
            <video
              className={styles.picture}
              src={itemAddress(item.id, 'result')}
              muted
              autoPlay
              loop
              playsInline
            />
          ) : null}
          {item.isDemo ? (
            <span className={styles.demo} title={words.demoMeans}>
              {words.demo}
            </span>
          ) : null}
        </span>
        <span className={styles.pair}>
          {words.pair(figures.title(item.image.name), figures.title(item.video.name))}
        </span>
        <span className={styles.line}>
          <span className={styles.give}>{item.modelName}</span>
          <span className={styles.figure}>{length}</span>
        </span>
        <span className={styles.line}>
          <span className={styles.give} title={figures.moment(item.createdAt)}>
            {figures.date(item.createdAt)}
          </span>
          <span className={styles.figure}>{costInWords(item, words, figures)}</span>
        </span>
      </button>
      <span className={styles.actions}>
        <a
          className={styles.action}
          href={itemDownloadAddress(item.id)}
          download=""
          tabIndex={tabIndex}
          aria-label={words.download}
          title={words.download}
        >
          <Download size={15} aria-hidden="true" />
        </a>
        {canReveal ? (
          <button
            type="button"
            className={styles.action}
            tabIndex={tabIndex}
            aria-label={words.reveal}
            title={words.reveal}
            onClick={onReveal}
          >
            <FolderOpen size={15} aria-hidden="true" />
          </button>
        ) : null}
      </span>
    </li>
  );
};
