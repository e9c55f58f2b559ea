/** The scrolling grid of results, as wide as the window allows. */
import {
  type KeyboardEvent,
  type RefObject,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import { itemAt, type LibraryPages } from '#renderer/state/library-reader.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { keyOf } from '#renderer/ui/keys.ts';
import { moveInGrid, tileCommand } from './grid-keys.ts';
import { type GridLayout, gapPx, layOut } from './grid-layout.ts';
import styles from './library-tile.module.css';
import { LibraryTile, SkeletonTile, type TileEvents, type TilePlace } from './library-tile.tsx';
import type { TileMessages } from './tile-text.ts';
import { useFastScroll, useRows, useTileFocus } from './use-grid.ts';
import type { ItemActions } from './use-item-actions.ts';

/** Long enough that a pointer passing over a tile starts no playback. */
const previewAfterMs = 150;

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

const usePreview = (pointedId: ItemId | null): ItemId | null => {
  const [playingId, setPlayingId] = useState<ItemId | null>(null);
  useEffect(() => {
    setPlayingId(null);
    if (pointedId === null || wantsStillness()) return;
    const timer = setTimeout(() => setPlayingId(pointedId), previewAfterMs);
    return () => clearTimeout(timer);
  }, [pointedId]);
  return playingId;
};

const act = (itemActions: ItemActions, item: KeptItem, event: KeyboardEvent): boolean => {
  const command = tileCommand(event);
  if (command === null) return false;
  // Key repeat would act on the neighbouring tiles.
  if (event.repeat) return true;
  if (command.kind === 'select') itemActions.toggle(item.id);
  if (command.kind === 'extend') itemActions.extendTo(item.id);
  if (command.kind === 'remove') itemActions.remove(item);
  if (command.kind === 'favourite') itemActions.favourite(item);
  if (command.kind === 'rate') itemActions.rate(item, command.stars);
  if (command.kind === 'rename') itemActions.rename(item);
  if (command.kind === 'menu') itemActions.openMenu(item, event.currentTarget);
  return true;
};

/** The visible tiles: one Tab stop, arrow keys between them, and at most one of them playing. */
const Tiles = ({
  pages,
  layout,
  scroller,
  messages,
  itemActions,
}: {
  readonly pages: LibraryPages;
  readonly layout: GridLayout;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly messages: TileMessages;
  readonly itemActions: ItemActions;
}) => {
  const { view } = useLibraryStore();
  const count = pages.total ?? 0;
  const { current: storedCurrent, selection } = useLibraryView(({ current, selection: chosen }) => ({
    current,
    selection: chosen,
  }));
  const current = Math.min(storedCurrent, Math.max(0, count - 1));
  const isFast = useFastScroll(scroller);
  const rows = useRows({ layout, count, current, query: pages.query, scroller, isFast });
  const grid = useRef<HTMLUListElement>(null);
  const [pointedId, setPointedId] = useState<ItemId | null>(null);
  const playingId = usePreview(pointedId);
  // During fast scrolling new tiles are skeletons; tiles that are already rendered stay.
  const whole = useRef<ReadonlySet<ItemId>>(new Set());
  const isAlwaysReady = useMemo(() => matchMedia('(hover: none)').matches, []);
  // While a changed library is reloaded, one item may appear at two indexes.
  const drawn = new Set<ItemId>();
  const focus = useTileFocus({ grid, count, isNaming: itemActions.namingId !== null });

  useEffect(() => {
    if (!isFast) whole.current = drawn;
  });
  const latest = useRef(itemActions);
  useEffect(() => {
    latest.current = itemActions;
  });
  const events = useMemo<TileEvents>(
    () => ({
      onPoint: (item) => setPointedId(item?.id ?? null),
      onFocus: (item, index) => {
        view.setState({ current: index });
        setPointedId(item.id);
      },
      onPress: (item, { shiftKey, ctrlKey, metaKey }) => {
        if (shiftKey) latest.current.extendTo(item.id);
        else if (ctrlKey || metaKey) latest.current.toggle(item.id);
        else latest.current.open(item.id);
      },
      onTick: (item, { shiftKey }) => {
        if (shiftKey) latest.current.extendTo(item.id);
        else latest.current.toggle(item.id);
      },
      onFavourite: (item) => latest.current.favourite(item),
      onMenu: (item, index, anchor) => {
        view.setState({ current: index });
        latest.current.openMenu(item, anchor);
      },
      onDragStart: (item, event) => latest.current.onDragStart(item, event),
      onNamed: (item, name) => latest.current.onNamed(item, name),
    }),
    [view],
  );

  const move = (index: number, isExtending: boolean) => {
    const from = itemAt(pages, current);
    const to = itemAt(pages, index);
    if (isExtending && selection.anchorId === null && from) itemActions.toggle(from.id);
    if (isExtending && to) itemActions.extendTo(to.id);
    focus.sendTo(index);
    rows.scrollToIndex(Math.floor(index / layout.columns));
  };
  const onKey = (event: KeyboardEvent) => {
    // The buttons of a tile handle Space and Enter themselves.
    const isOnTile = event.target instanceof HTMLElement && event.target.dataset.index !== undefined;
    const key = keyOf(event);
    if (event.defaultPrevented || key === null || (!isOnTile && [' ', 'Enter'].includes(key))) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const inSight = Math.floor((scroller.current?.clientHeight ?? 0) / layout.rowPx);
    const place = { index: current, count, columns: layout.columns, rows: inSight };
    const next = isPlain ? moveInGrid(place, key) : null;
    const item = itemAt(pages, current);
    if (next !== null) move(next, event.shiftKey);
    else if (!item || !act(itemActions, item, event)) return;
    event.preventDefault();
  };
  // Rows are rendered before they become visible, so rendering can be deferred between frames.
  const drawnRows = useDeferredValue(rows.getVirtualItems());
  const tiles = drawnRows.flatMap(({ index: row, start }) => {
    const first = row * layout.columns;
    return Array.from({ length: Math.min(layout.columns, count - first) }, (_, column): TilePlace => {
      const leftPx = column * (layout.tileWidthPx + gapPx.across);
      const size = { widthPx: layout.tileWidthPx, heightPx: layout.tileHeightPx };
      return { index: first + column, leftPx, topPx: start, ...size };
    });
  });
  const reactKeyOf = (item: KeptItem | undefined, index: number): string => {
    if (item === undefined || drawn.has(item.id)) return `at ${index}`;
    drawn.add(item.id);
    return item.id;
  };
  return (
    <ul
      ref={grid}
      className={styles.grid}
      style={{ height: rows.getTotalSize() }}
      aria-label={messages.library.title}
      aria-describedby="library-grid-hint"
      onKeyDown={onKey}
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
    >
      {tiles.map((place) => {
        const item = itemAt(pages, place.index);
        const key = reactKeyOf(item, place.index);
        return item === undefined || (isFast && !whole.current.has(item.id)) ? (
          <SkeletonTile
            key={key}
            {...place}
            count={count}
            isCurrent={place.index === current}
            label={messages.library.loading}
            onFocus={() => view.setState({ current: place.index })}
          />
        ) : (
          <LibraryTile
            key={key}
            {...place}
            item={item}
            count={count}
            isCurrent={place.index === current}
            isSelected={selection.ids.has(item.id)}
            isSelecting={selection.ids.size > 0}
            isAlwaysReady={isAlwaysReady}
            isPlaying={item.id === playingId}
            isNaming={item.id === itemActions.namingId}
            messages={messages}
            on={events}
          />
        );
      })}
    </ul>
  );
};

/** In CSS pixels; null until the first layout. */
const useWidth = (element: HTMLElement | null): number | null => {
  const [widthPx, setWidthPx] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => setWidthPx(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [element]);
  return widthPx;
};

export const LibraryGrid = ({
  pages,
  messages,
  itemActions,
}: {
  readonly pages: LibraryPages;
  readonly messages: TileMessages;
  readonly itemActions: ItemActions;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState<HTMLDivElement | null>(null);
  const widthPx = useWidth(inside);
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={-1} data-scroller>
      <div ref={setInside} className={styles.inside}>
        <p id="library-grid-hint" className="visually-hidden">
          {messages.library.gridHint}
        </p>
        {widthPx === null ? null : (
          <Tiles
            pages={pages}
            layout={layOut(widthPx)}
            scroller={scroller}
            messages={messages}
            itemActions={itemActions}
          />
        )}
      </div>
    </div>
  );
};
