/** Details of the result, or of two results side by side. */

import { itemAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import { Fact, Facts } from '#renderer/ui/layout.tsx';
import { type CompareText, type SideMessages, useCompareText } from './compare-text.ts';
import { ItemDetails } from './item-details.tsx';
import { ItemMarks } from './item-marks.tsx';
import styles from './item-panel.module.css';
import { Group } from './panel-parts.tsx';

const estimateInWords = ({ estimate }: Item, { messages, figures }: CompareText): string => {
  if ('unknown' in estimate) return messages.unknown;
  return estimate.micros === 0 ? messages.free : figures.dollars(estimate.micros);
};

const billInWords = ({ billedMicros, isDemo }: Item, { messages, figures }: CompareText): string => {
  if (isDemo) return messages.free;
  return billedMicros === null ? messages.untold : figures.dollars(billedMicros);
};

type Line = readonly [name: string, of: (item: Item) => string];

const linesOf = (spoken: CompareText): readonly Line[] => {
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

type BothProps = { readonly item: Item; readonly other: Item; readonly sideMessages: SideMessages };

/** Two results side by side, one column each: model, cost, file and time. */
const BothResults = ({ item, other, sideMessages }: BothProps) => {
  const text = useCompareText();
  return (
    <Group title={text.messages.both}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{sideMessages.beside.name}</th>
            <th scope="col">{sideMessages.result.name}</th>
          </tr>
        </thead>
        <tbody>
          {linesOf(text).map(([name, of]) => (
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
};

type Props = {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly hasOthers: boolean;
};

const Character = ({ item }: Pick<Props, 'item'>) => {
  const { messages } = useCompareText();
  return (
    <Group title={messages.character}>
      <figure className={styles.character}>
        <img
          className={styles.image}
          src={itemAddress(item.id, 'image')}
          alt={messages.characterImage(item.image.name)}
        />
        <figcaption className={styles.caption}>
          <span className={styles.file}>{item.image.name}</span>
          <span className="hint figures">{messages.movingAs}</span>
          <span className={styles.file}>{item.video.name}</span>
        </figcaption>
      </figure>
    </Group>
  );
};

const Demo = ({ item }: Pick<Props, 'item'>) => {
  const { messages } = useCompareText();
  return item.isDemo ? <p className={styles.demo}>{messages.demo}</p> : null;
};

/** A summary of both results, then the details of each. */
const Two = ({ item, other, sideMessages }: Props & { readonly other: Item }) => (
  <>
    <BothResults item={item} other={other} sideMessages={sideMessages} />
    <Character item={item} />
    {[other, item].map((one) => (
      <section key={one.id} className={styles.one}>
        <h2 className={styles.whose}>{(one === item ? sideMessages.result : sideMessages.beside).name}</h2>
        <Demo item={one} />
        <ItemMarks item={one} isInner />
        <ItemDetails item={one} isInner />
      </section>
    ))}
  </>
);

export const ItemPanel = (props: Props) => {
  const { item, other, hasOthers } = props;
  const { messages } = useCompareText();
  const keys = hasOthers ? [...messages.keyList, messages.besideKey] : messages.keyList;
  return (
    <aside className={styles.panel} aria-label={other === null ? messages.panel : messages.both}>
      {other === null ? (
        <>
          <Demo item={item} />
          <Character item={item} />
          <ItemMarks item={item} isInner={false} />
          <ItemDetails item={item} isInner={false} />
        </>
      ) : (
        <Two {...props} other={other} />
      )}
      <Group title={messages.keys}>
        <Facts gap={1} isSmall>
          {keys.map(([key, does]) => (
            <Fact key={key} name={key}>
              {does}
            </Fact>
          ))}
        </Facts>
      </Group>
    </aside>
  );
};
