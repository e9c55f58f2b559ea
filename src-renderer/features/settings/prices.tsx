/** What each model takes and costs, each figure with the number of its source. */
import { useId } from 'react';
import { useMirror } from '#renderer/state/use-app.ts';
import type { Figures } from '#renderer/words/figures.ts';
import type { SettingsWords } from '#renderer/words/settings.ts';
import { columns, type Figure, tabulate } from './price-table.ts';
import styles from './prices.module.css';

export const Prices = ({
  words,
  figures,
}: {
  readonly words: SettingsWords['models'];
  readonly figures: Figures;
}) => {
  const models = useMirror((mirror) => mirror.models);
  const { rows, sources } = tabulate(models, words, figures);
  const listId = useId();
  const sourceId = (number: number) => `${listId}-${number}`;

  const line = ({ text, source }: Figure) => (
    <li key={text} className={styles.figure}>
      {text}
      {source === null ? null : (
        <a className={styles.reference} href={`#${sourceId(source)}`} aria-label={words.sourceLink(source)}>
          {source}
        </a>
      )}
    </li>
  );

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className={styles.scroll} aria-label={words.caption} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.model}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {words[column]}
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
                {columns.map((column) => (
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
        <h3 className={styles.sourcesTitle}>{words.sources}</h3>
        <ol className={styles.sources}>
          {sources.map(({ source, asOf }, index) => (
            <li key={`${source} ${asOf}`} id={sourceId(index + 1)} className={styles.source} tabIndex={-1}>
              <span className={styles.number}>{index + 1}</span>
              {words.source(source, figures.day(asOf))}
            </li>
          ))}
        </ol>
      </div>
    </>
  );
};
