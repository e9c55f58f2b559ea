/** Two results at a glance, one column each: the model, the money, the file, the time. */
import type { Item } from '#contract/model/item.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import styles from './both-results.module.css';
import { Group } from './panel-parts.tsx';
import type { SideMessages } from './side-text.ts';

type Messages = { readonly words: CompareMessages; readonly figures: Figures };

const estimateInWords = ({ estimate }: Item, { words, figures }: Messages): string => {
  if ('unknown' in estimate) return words.unknown;
  return estimate.micros === 0 ? words.free : figures.dollars(estimate.micros);
};

const billInWords = ({ billedMicros, isDemo }: Item, { words, figures }: Messages): string => {
  if (isDemo) return words.free;
  return billedMicros === null ? words.untold : figures.dollars(billedMicros);
};

type Line = readonly [name: string, of: (item: Item) => string];

const linesOf = (spoken: Messages): readonly Line[] => {
  const { words, figures } = spoken;
  return [
    [words.made, ({ createdAt }) => figures.moment(createdAt)],
    [words.orientation, ({ choices }) => words.orientations[choices.orientation]],
    [words.estimate, (item) => estimateInWords(item, spoken)],
    [words.billed, (item) => billInWords(item, spoken)],
    [words.took, ({ tookSec }) => (tookSec === null ? words.unknown : words.duration(tookSec))],
    [words.length, ({ result }) => figures.seconds(result.facts.durationSec)],
    [
      words.pictures,
      ({ result: { facts } }) => `${facts.width} × ${facts.height}, ${figures.short(facts.fps)}\u00a0fps`,
    ],
    [words.size, ({ result }) => figures.bytes(result.facts.sizeBytes)],
  ];
};

export const BothResults = ({
  item,
  other,
  sideMessages,
  words,
  figures,
}: Messages & { readonly item: Item; readonly other: Item; readonly sideMessages: SideMessages }) => (
  <Group title={words.both}>
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{sideMessages.beside.name}</th>
          <th scope="col">{sideMessages.result.name}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf({ words, figures }).map(([name, of]) => (
          <tr key={name}>
            <th scope="row" className={styles.name}>
              {name}
            </th>
            <td>{of(other)}</td>
            <td>{of(item)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Group>
);
