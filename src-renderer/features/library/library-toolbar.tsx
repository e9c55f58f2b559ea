/** Search, filters, sort order, library or trash, and the bundle import. */

import { PackagePlus, X } from 'lucide-react';
import { type Ref, useEffect, useRef, useState } from 'react';
import { type LibraryOverview, type LibraryQuery, librarySorts } from '#contract/model/library-query.ts';
import { useMessages } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { SearchField } from '#renderer/ui/field.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { filterChips, isFiltered, noFilters } from './filters.ts';
import { LibraryFilters } from './library-filters.tsx';
import styles from './library-toolbar.module.css';

/** How long to wait after the last key press before searching, in milliseconds. */
const searchRestMs = 120;
/** Same as the contract's schema of a query. */
const maxChars = 500;

type Find = (change: Partial<LibraryQuery>) => void;

/** The text in the field, which is newer than the text searched for. */
const useSearchText = (text: string, onFind: Find) => {
  const [typed, setTyped] = useState<string | null>(null);
  const find = useRef(onFind);
  useEffect(() => {
    find.current = onFind;
  });
  useEffect(() => {
    if (typed === null) return;
    const look = () => {
      find.current({ text: typed });
      setTyped(null);
    };
    // An emptied field is applied without delay.
    const timer = setTimeout(look, typed === '' ? 0 : searchRestMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return { typed: typed ?? text, type: setTyped };
};

/** The active filters, each with a button that removes it. */
const Chips = ({
  query,
  overview,
  onFind,
}: {
  readonly query: LibraryQuery;
  readonly overview: LibraryOverview | null;
  readonly onFind: Find;
}) => {
  const messages = useMessages().libraryFind;
  return (
    <fieldset className={styles.chips} aria-label={messages.chips}>
      {filterChips(query, overview?.models ?? [], messages).map(({ key, label, without }) => (
        <button
          key={key}
          type="button"
          className={styles.chip}
          aria-label={messages.removeChip(label)}
          title={messages.removeChip(label)}
          onClick={() => onFind(without)}
        >
          <span className="truncate">{label}</span>
          <X size={12} aria-hidden />
        </button>
      ))}
      <Button size="small" variant="plain" onClick={() => onFind(noFilters)}>
        {messages.clearAll}
      </Button>
    </fieldset>
  );
};

export const LibraryToolbar = ({
  query,
  overview,
  isBusy,
  searchRef,
  onFind,
  onImport,
  onLeaveSearch,
}: {
  readonly query: LibraryQuery;
  /** null until it has been read. */
  readonly overview: LibraryOverview | null;
  /** Other long-running work is in progress. */
  readonly isBusy: boolean;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onFind: Find;
  readonly onImport: (file: File) => void;
  readonly onLeaveSearch: () => void;
}) => {
  const { libraryFind: messages, libraryWork: work } = useMessages();
  const chooser = useRef<HTMLInputElement>(null);
  const { typed, type } = useSearchText(query.text, onFind);
  return (
    <section className={styles.toolbar} aria-label={messages.toolbar}>
      <Row gap={2} isWrapping>
        <SearchField
          ref={searchRef}
          label={messages.search}
          placeholder={messages.placeholder}
          clearLabel={messages.clearSearch}
          maxChars={maxChars}
          value={typed}
          onChange={type}
          onLeave={onLeaveSearch}
        />
        {overview === null ? null : <LibraryFilters query={query} overview={overview} onFind={onFind} />}
        <div className={styles.sort}>
          <Select
            label={messages.sort}
            value={query.sort}
            options={librarySorts.map((value) => ({ value, label: messages.sorts[value] }))}
            onChange={(sort) => onFind({ sort })}
          />
        </div>
        <span className={styles.space} />
        <div className={styles.view}>
          <Segmented
            label={messages.view}
            value={query.isInTrash ? 'trash' : 'library'}
            options={[
              { value: 'library', label: messages.library },
              { value: 'trash', label: messages.trash(overview?.inTrash ?? 0) },
            ]}
            onChange={(place) => onFind({ isInTrash: place === 'trash' })}
          />
        </div>
        <Button
          icon={<PackagePlus size={15} aria-hidden />}
          title={work.importHint}
          disabled={isBusy}
          onClick={() => chooser.current?.click()}
        >
          {work.importBundle}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".zip,application/zip"
          hidden
          tabIndex={-1}
          aria-hidden
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) onImport(file);
          }}
        />
      </Row>
      {isFiltered(query) ? <Chips query={query} overview={overview} onFind={onFind} /> : null}
    </section>
  );
};
