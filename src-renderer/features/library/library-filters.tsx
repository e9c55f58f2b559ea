/** The available filters with the number of results of each. */

import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LibraryOverview, LibraryQuery } from '#contract/model/library-query.ts';
import { useMessages } from '#renderer/state/use-app.ts';
import { Stack } from '#renderer/ui/layout.tsx';
import { Popover } from '#renderer/ui/menu.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { filterCount, toggledIn } from './filters.ts';
import styles from './library-toolbar.module.css';

type CheckboxProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
  /** Number of results. */
  readonly count: number;
};

/** An option that can be combined with others. */
const Checkbox = ({ checked, onChange, children, count }: CheckboxProps) => (
  <label className={styles.option}>
    <input
      type="checkbox"
      className={styles.box}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span className="truncate">{children}</span>
    <span className={styles.count}>{count}</span>
  </label>
);

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className={styles.part}>
    <legend className={styles.partTitle}>{title}</legend>
    {children}
  </fieldset>
);

export const LibraryFilters = ({
  query,
  overview,
  onFind,
}: {
  readonly query: LibraryQuery;
  readonly overview: LibraryOverview;
  readonly onFind: (change: Partial<LibraryQuery>) => void;
}) => {
  const messages = useMessages().libraryFind;
  const set = filterCount(query);
  const { orientations, anyOrientation } = messages;
  return (
    <Popover
      icon={<ListFilter size={15} aria-hidden />}
      button={set === 0 ? messages.filter : messages.filterOn(set)}
      title={messages.filter}
    >
      <Stack gap={3}>
        <Checkbox
          checked={query.onlyFavourites}
          count={overview.favourites}
          onChange={(onlyFavourites) => onFind({ onlyFavourites })}
        >
          {messages.favourites}
        </Checkbox>
        <Part title={messages.rating}>
          <Segmented
            label={messages.rating}
            value={query.minRating}
            options={[0, 1, 2, 3, 4, 5].map((stars) => ({
              value: stars,
              label: stars === 0 ? messages.anyRating : messages.atLeast(stars),
            }))}
            onChange={(minRating) => onFind({ minRating })}
          />
        </Part>
        <Part title={messages.orientation}>
          <Segmented
            label={messages.orientation}
            value={query.orientation ?? 'any'}
            options={[
              { value: 'any', label: anyOrientation },
              { value: 'image', label: orientations.image },
              { value: 'video', label: orientations.video },
            ]}
            onChange={(value) => onFind({ orientation: value === 'any' ? null : value })}
          />
        </Part>
        <Part title={messages.models}>
          {overview.models.map(({ modelId, name, count }) => (
            <Checkbox
              key={modelId}
              checked={query.modelIds.includes(modelId)}
              count={count}
              onChange={() => onFind({ modelIds: toggledIn(query.modelIds, modelId) })}
            >
              {name}
            </Checkbox>
          ))}
        </Part>
        <Part title={messages.tags}>
          {overview.tags.length === 0 ? <p className="note">{messages.noTags}</p> : null}
          {overview.tags.map(({ tag, count }) => (
            <Checkbox
              key={tag}
              checked={query.tags.includes(tag)}
              count={count}
              onChange={() => onFind({ tags: toggledIn(query.tags, tag) })}
            >
              {tag}
            </Checkbox>
          ))}
        </Part>
      </Stack>
    </Popover>
  );
};
