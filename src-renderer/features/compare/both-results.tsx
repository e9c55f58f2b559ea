/** Two results side by side, one column each: model, cost, file and time. */
import type { Item } from '#contract/model/item.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import styles from './both-results.module.css';
import { Group } from './panel-parts.tsx';
import type { SideMessages } from './side-text.ts';

type Messages = { readonly messages: CompareMessages; readonly figures: Figures };

const estimateInWords = ({ estimate }: Item, { messages, figures }: Messages): string => {
  if ('unknown' in estimate) return messages.unknown;
  return estimate.micros === 0 ? messages.free : figures.dollars(estimate.micros);
};

const billInWords = ({ billedMicros, isDemo }: Item, { messages, figures }: Messages): string => {
  if (isDemo) return messages.free;
  return billedMicros === null ? messages.untold : figures.dollars(billedMicros);
};

type Line = readonly [name: string, of: (item: Item) => string];

const linesOf = (spoken: Messages): readonly Line[] => {
  const { messages, figures } = spoken;
  return [
    [messages.made, ({ createdAt }) => figures.moment(createdAt)],
    [messages.orientation, ({ choices }) => messages.orientations[choices.orientation]],
    [messages.estimate, (item) => estimateInWords(item, spoken)],
    [messages.billed, (item) => billInWords(item, spoken)],
    [messages.took, ({ tookSec }) => (tookSec === null ? messages.unknown : messages.duration(tookSec))],
    [messages.length, ({ result }) => figures.seconds(result.facts.durationSec)],
    [
      messages.images,
      ({ result: { facts } }) => `${facts.width} × ${facts.height}, ${figures.short(facts.fps)}\u00a0fps`,
    ],
    [messages.size, ({ result }) => figures.bytes(result.facts.sizeBytes)],
  ];
};

export const BothResults = ({
  item,
  other,
  sideMessages,
  messages,
  figures,
}: Messages & { readonly item: Item; readonly other: Item; readonly sideMessages: SideMessages }) => (
  <Group title={messages.both}>
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{sideMessages.beside.name}</th>
          <th scope="col">{sideMessages.result.name}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf({ messages, figures }).map(([name, of]) => (
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
