/** What stands beside the result: its reference, or another result of the same two files. */
import type { Item, ItemId } from '#contract/model/item.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { Select } from '#renderer/ui/select.tsx';
import styles from './beside-choice.module.css';

/** The one after `besideId`, and after the last one the reference again. undefined: the reference. */
export const nextBeside = (others: readonly Item[], besideId: ItemId | undefined): ItemId | undefined =>
  others[others.findIndex(({ id }) => id === besideId) + 1]?.id;

export const BesideChoice = ({
  others,
  besideId,
  words,
  figures,
  isDisabled,
  onChange,
}: {
  readonly others: readonly Item[];
  readonly besideId: ItemId | undefined;
  readonly words: CompareMessages;
  readonly figures: Figures;
  readonly isDisabled: boolean;
  readonly onChange: (besideId: ItemId | undefined) => void;
}) => (
  <div className={styles.bar}>
    <span className={styles.name} aria-hidden>
      {words.beside}
    </span>
    <div className={styles.choice}>
      <Select
        label={words.beside}
        value={besideId ?? 'reference'}
        disabled={isDisabled}
        options={[
          { value: 'reference', label: words.sides.reference },
          ...others.map(({ id, modelName, createdAt }) => ({
            value: id,
            label: words.modelAndDate(modelName, figures.moment(createdAt)),
          })),
        ]}
        onChange={(value) => onChange(others.find(({ id }) => id === value)?.id)}
      />
    </div>
  </div>
);
