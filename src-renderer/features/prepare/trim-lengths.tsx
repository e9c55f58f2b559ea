import { trimMessages } from '../../messages/trim.ts';
import { useApp, useAppState, useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { seconds } from '../../ui/time.ts';
import { partFrom, type TrimBounds } from './trim.ts';
import styles from './trim-bar.module.css';

/**
 * Common maximum lengths with orientation `video` and `image`; each model's own limits and sources are in its data.
 */
const longSec = 30;
const shortSec = 10;

type TrimLengthsProps = {
  readonly bounds: TrimBounds;
  /** Called when a part was selected and must scroll into view. */
  readonly onChosen: (startSec: number) => void;
};

/** Preset lengths that models are made for, starting at the playhead. */
export const TrimLengths = ({ bounds, onChosen }: TrimLengthsProps) => {
  const { actions, player } = useApp();
  const messages = trimMessages[useLanguage()];
  const isWhole = useAppState((state) => state.draft.trim === null);
  const take = (lengthSec: number) => {
    const part = partFrom(player.get().atSec, lengthSec, bounds);
    actions.change({ trim: part });
    player.seek(part.startSec);
    onChosen(part.startSec);
  };
  const isLongTaken = bounds.maxSec >= longSec;
  return (
    <span className={styles.lengths}>
      <Button title={messages.tenWhy} onClick={() => take(shortSec)}>
        {messages.ten}
      </Button>
      <Button
        title={isLongTaken ? messages.thirtyWhy : messages.thirtyTooLong(seconds(bounds.maxSec))}
        disabled={!isLongTaken}
        onClick={() => take(longSec)}
      >
        {messages.thirty}
      </Button>
      <Button variant="plain" disabled={isWhole} onClick={() => actions.change({ trim: null })}>
        {messages.whole}
      </Button>
    </span>
  );
};
