/** The price book: limits and prices of each model with the number of their source, and the user's own prices. */
import { useId } from 'react';
import { costMessages } from '#renderer/messages/costs.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import type { SettingsMessages } from '#renderer/messages/settings.ts';
import { useLanguage, useMirror } from '#renderer/state/use-app.ts';
import { ModelNames } from './model-names.tsx';
import { OwnPrice } from './own-price.tsx';
import { PriceRefresh } from './price-refresh.tsx';
import { columns, type Figure, tabulate } from './price-table.ts';
import styles from './prices.module.css';

const limits = columns.filter((column) => column !== 'price');

export const Prices = ({
  messages,
  figures,
}: {
  readonly messages: SettingsMessages['models'];
  readonly figures: Figures;
}) => {
  const models = useMirror((mirror) => mirror.models);
  const language = useLanguage();
  const money = costMessages[language];
  const { rows, sources } = tabulate(models, { language, figures });
  const listId = useId();
  const sourceId = (number: number) => `${listId}-${number}`;

  const line = ({ text, source }: Figure) => (
    <li key={text} className={styles.figure}>
      {text}
      {source === null ? null : (
        <a
          className={styles.reference}
          href={`#${sourceId(source)}`}
          aria-label={messages.sourceLink(source)}
        >
          {source}
        </a>
      )}
    </li>
  );

  /** Models that run on this computer have no price to override. */
  const ownPrice = (modelId: string) => {
    const model = models.find(({ id }) => id === modelId);
    return model && model.price.kind !== 'free' ? <OwnPrice model={model} messages={money} /> : null;
  };

  return (
    <>
      <PriceRefresh messages={money.book} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard. */}
      <section className={styles.scroll} aria-label={messages.caption} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{messages.model}</th>
              <th scope="col">{messages.price}</th>
              <th scope="col">
                {money.book.own}
                <span className={styles.unit}>{money.book.ownUnit}</span>
              </th>
              {limits.map((column) => (
                <th key={column} scope="col">
                  {messages[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.modelId}>
                <th scope="row">
                  {row.name}
                  <span className={styles.id}>{row.modelId}</span>
                </th>
                <td>
                  <ul className={styles.price}>{row.cells.price.map(line)}</ul>
                </td>
                <td>{ownPrice(row.modelId)}</td>
                {limits.map((column) => (
                  <td key={column}>
                    <ul>{row.cells[column].map(line)}</ul>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div>
        <h3 className={styles.sourcesTitle}>{messages.sources}</h3>
        <ol className={styles.sources}>
          {sources.map(({ source, asOf }, index) => (
            <li key={`${source} ${asOf}`} id={sourceId(index + 1)} className={styles.source} tabIndex={-1}>
              <span className={styles.number}>{index + 1}</span>
              {messages.source(source, figures.day(asOf))}
            </li>
          ))}
        </ol>
      </div>
      <ModelNames messages={money.book} />
    </>
  );
};
