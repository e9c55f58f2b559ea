/** The price book: limits and prices of each model with the number of their source, and the user's own prices. */

import { RefreshCw } from 'lucide-react';
import { useId, useState } from 'react';
import type { PriceRefresh as Refreshed } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { Messages } from '#contract/messages/en/messages.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { CostMessages } from '#renderer/messages/en/costs.ts';
import type { SettingsMessages } from '#renderer/messages/en/settings.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ModelNames, OwnPrice } from './price-overrides.tsx';
import { columns, type Figure, tabulate } from './price-table.ts';
import styles from './prices.module.css';

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'answered'; readonly lines: readonly Refreshed[] }
  | { readonly kind: 'failed'; readonly error: AppError };

const sentence = (
  { provider, count, error }: Refreshed,
  messages: CostMessages['book'],
  domain: Messages,
): string => {
  const name = providerNames[provider];
  if (error === null) return count === 0 ? messages.returnedNone(name) : messages.returned(name, count);
  const why =
    error.code === 'key-missing' ? messages.needsKey(name) : messages.failed(name, domain.error(error).what);
  return count === 0 ? why : `${why} ${messages.kept(count)}`;
};

/** Fetches prices from the providers that offer them over the network, and reports the outcome of each. */
const PriceRefresh = ({ messages }: { readonly messages: CostMessages['book'] }) => {
  const { actions } = useApp();
  const { domain, language } = useMessages();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const tellers = useMirror(({ models }) => [
    ...new Set(models.filter(({ livePrice }) => livePrice !== 'none').map(({ provider }) => provider)),
  ]);
  if (tellers.length === 0) return null;
  const names = new Intl.ListFormat(language).format(tellers.map((provider) => providerNames[provider]));
  const refresh = async () => {
    setOutcome({ kind: 'busy' });
    const answer = await actions.refreshPrices();
    setOutcome(
      answer.ok ? { kind: 'answered', lines: answer.value } : { kind: 'failed', error: answer.error },
    );
  };
  return (
    <div className={styles.refresh}>
      <Button
        icon={<RefreshCw size={14} aria-hidden />}
        disabled={outcome.kind === 'busy'}
        onClick={() => void refresh()}
      >
        {messages.refresh}
      </Button>
      <div className={styles.outcome} role="status">
        {outcome.kind === 'none' ? <p>{messages.refreshWhy(names)}</p> : null}
        {outcome.kind === 'busy' ? <p>{messages.refreshing}</p> : null}
        {outcome.kind === 'answered'
          ? outcome.lines.map((line) => <p key={line.provider}>{sentence(line, messages, domain)}</p>)
          : null}
        {outcome.kind === 'failed' ? <AppErrorLine error={outcome.error} /> : null}
      </div>
    </div>
  );
};

const limits = columns.filter((column) => column !== 'price');

export const Prices = ({
  messages,
  figures,
}: {
  readonly messages: SettingsMessages['models'];
  readonly figures: Figures;
}) => {
  const models = useMirror((mirror) => mirror.models);
  const { settings, costs: money } = useMessages();
  const { rows, sources } = tabulate(models, { settings, costs: money, figures });
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
