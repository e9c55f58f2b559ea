/** Placeholder for a result that is being read. */

import styles from './library-tile.module.css';
import { placed, type TilePlace } from './library-tile.tsx';

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
