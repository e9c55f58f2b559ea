/** What is said about the result, or about two that stand side by side. */
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
  /** The result in the reference's place; null: none is. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly hasOthers: boolean;
  readonly words: CompareMessages;
  readonly domain: Messages;
  readonly figures: Figures;
};

const Character = ({ item, words }: Pick<Props, 'item' | 'words'>) => (
  <Group title={words.character}>
    <figure className={styles.character}>
      <img
        className={styles.picture}
        src={itemAddress(item.id, 'image')}
        alt={words.characterImage(item.image.name)}
      />
      <figcaption className={styles.caption}>
        <span className={styles.file}>{item.image.name}</span>
        <span className={styles.note}>{words.movingAs}</span>
        <span className={styles.file}>{item.video.name}</span>
      </figcaption>
    </figure>
  </Group>
);

const Marks = ({
  item,
  isInner,
  words,
  figures,
}: Pick<Props, 'item' | 'words' | 'figures'> & { isInner: boolean }) => (
  <ItemMarks
    item={item}
    isInner={isInner}
    pair={words.title(figures.title(item.image.name), figures.title(item.video.name))}
  />
);

const Demo = ({ item, words }: Pick<Props, 'item' | 'words'>) =>
  item.isDemo ? <p className={styles.demo}>{words.demo}</p> : null;

/** Both at a glance, then each for itself. */
const Two = ({ item, other, ...rest }: Props & { readonly other: Item }) => {
  const { sideMessages, words } = rest;
  return (
    <>
      <BothResults {...rest} item={item} other={other} />
      <Character item={item} words={words} />
      {[other, item].map((one) => (
        <section key={one.id} className={styles.one}>
          <h2 className={styles.whose}>{(one === item ? sideMessages.result : sideMessages.beside).name}</h2>
          <Demo item={one} words={words} />
          <Marks item={one} isInner words={words} figures={rest.figures} />
          <ItemDetails {...rest} item={one} isInner />
        </section>
      ))}
    </>
  );
};

export const ItemPanel = (props: Props) => {
  const { item, other, hasOthers, words } = props;
  const keys = hasOthers ? [...words.keyList, words.besideKey] : words.keyList;
  return (
    <aside className={styles.panel} aria-label={other === null ? words.panel : words.both}>
      {other === null ? (
        <>
          <Demo item={item} words={words} />
          <Character item={item} words={words} />
          <Marks item={item} isInner={false} words={words} figures={props.figures} />
          <ItemDetails {...props} isInner={false} />
        </>
      ) : (
        <Two {...props} other={other} />
      )}
      <Group title={words.keys}>
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
