/** Selects what is shown beside the result: its reference video, or another result of the same files. */
import type { Item, ItemId } from '#contract/model/item.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { Select } from '#renderer/ui/select.tsx';
import styles from './beside-choice.module.css';

/** The result after `besideId`; after the last one undefined, which is the reference video. */
export const nextBeside = (others: readonly Item[], besideId: ItemId | undefined): ItemId | undefined =>
  others[others.findIndex(({ id }) => id === besideId) + 1]?.id;

export const BesideChoice = ({
  others,
  besideId,
  messages,
  figures,
  isDisabled,
  onChange,
}: {
  readonly others: readonly Item[];
  readonly besideId: ItemId | undefined;
  readonly messages: CompareMessages;
  readonly figures: Figures;
  readonly isDisabled: boolean;
  readonly onChange: (besideId: ItemId | undefined) => void;
}) => (
  <div className={styles.bar}>
    <span className={styles.name} aria-hidden>
      {messages.beside}
    </span>
    <div className={styles.choice}>
      <Select
        label={messages.beside}
        value={besideId ?? 'reference'}
        disabled={isDisabled}
        options={[
          { value: 'reference', label: messages.sides.reference },
          ...others.map(({ id, modelName, createdAt }) => ({
            value: id,
            label: messages.modelAndDate(modelName, figures.moment(createdAt)),
          })),
        ]}
        onChange={(value) => onChange(others.find(({ id }) => id === value)?.id)}
      />
    </div>
  </div>
);
