/** Details of the result, or of two results side by side. */
import { itemAddress } from '#contract/media-address.ts';
import type { Messages } from '#contract/messages/en.ts';
import type { Item } from '#contract/model/item.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { BothResults } from './both-results.tsx';
import { ItemDetails } from './item-details.tsx';
import { ItemMarks } from './item-marks.tsx';
import styles from './item-panel.module.css';
import { Group, Row } from './panel-parts.tsx';
import type { SideMessages } from './side-text.ts';

type Props = {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly hasOthers: boolean;
  readonly messages: CompareMessages;
  readonly domain: Messages;
  readonly figures: Figures;
};

const Character = ({ item, messages }: Pick<Props, 'item' | 'messages'>) => (
  <Group title={messages.character}>
    <figure className={styles.character}>
      <img
        className={styles.image}
        src={itemAddress(item.id, 'image')}
        alt={messages.characterImage(item.image.name)}
      />
      <figcaption className={styles.caption}>
        <span className={styles.file}>{item.image.name}</span>
        <span className={styles.note}>{messages.movingAs}</span>
        <span className={styles.file}>{item.video.name}</span>
      </figcaption>
    </figure>
  </Group>
);

const Marks = ({
  item,
  isInner,
  messages,
  figures,
}: Pick<Props, 'item' | 'messages' | 'figures'> & { isInner: boolean }) => (
  <ItemMarks
    item={item}
    isInner={isInner}
    pair={messages.title(figures.title(item.image.name), figures.title(item.video.name))}
  />
);

const Demo = ({ item, messages }: Pick<Props, 'item' | 'messages'>) =>
  item.isDemo ? <p className={styles.demo}>{messages.demo}</p> : null;

/** A summary of both results, then the details of each. */
const Two = ({ item, other, ...rest }: Props & { readonly other: Item }) => {
  const { sideMessages, messages } = rest;
  return (
    <>
      <BothResults {...rest} item={item} other={other} />
      <Character item={item} messages={messages} />
      {[other, item].map((one) => (
        <section key={one.id} className={styles.one}>
          <h2 className={styles.whose}>{(one === item ? sideMessages.result : sideMessages.beside).name}</h2>
          <Demo item={one} messages={messages} />
          <Marks item={one} isInner messages={messages} figures={rest.figures} />
          <ItemDetails {...rest} item={one} isInner />
        </section>
      ))}
    </>
  );
};

export const ItemPanel = (props: Props) => {
  const { item, other, hasOthers, messages } = props;
  const keys = hasOthers ? [...messages.keyList, messages.besideKey] : messages.keyList;
  return (
    <aside className={styles.panel} aria-label={other === null ? messages.panel : messages.both}>
      {other === null ? (
        <>
          <Demo item={item} messages={messages} />
          <Character item={item} messages={messages} />
          <Marks item={item} isInner={false} messages={messages} figures={props.figures} />
          <ItemDetails {...props} isInner={false} />
        </>
      ) : (
        <Two {...props} other={other} />
      )}
      <Group title={messages.keys}>
        <dl className={styles.keys}>
          {keys.map(([key, does]) => (
            <Row key={key} name={key}>
              {does}
            </Row>
          ))}
        </dl>
      </Group>
    </aside>
  );
};
