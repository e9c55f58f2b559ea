/**
 * All runs as one grid: a block per model, images as rows, videos as columns. One Tab stop; arrow keys move within it.
 */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { keyOf } from '../../ui/keys.ts';
import type { CellText } from './batch-cell-text.ts';
import type { CellProps } from './batch-cells.tsx';
import { layOut, type MatrixRun, moveInMatrix } from './batch-layout.ts';
import styles from './batch-matrix.module.css';

type BatchMatrixProps<Run extends MatrixRun> = {
  /** Complete blocks in the order of `batchRuns`; at least one. */
  readonly runs: readonly Run[];
  readonly messages: CellText;
  /** Shown beside the model's name. */
  readonly noteOf?: (model: Run['model']) => ReactNode;
  /** Shown before the name of an image or video. */
  readonly thumbOf: (file: Run['image'] | Run['video']) => ReactNode;
  /** Shown under the video's name. */
  readonly factOf?: (video: Run['video']) => string;
  readonly cellOf: (run: Run, cell: CellProps) => ReactNode;
  /** Called with the run's key when its cell is pressed. */
  readonly onPress: (key: string) => void;
  /** Keys that press the focused cell. */
  readonly pressKeys: readonly string[];
};

const cellAt = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;

type VideoHeadProps = { readonly name: string; readonly thumb: ReactNode; readonly fact: string | undefined };

const VideoHead = ({ name, thumb, fact }: VideoHeadProps) => (
  <th scope="col" className={styles.video}>
    <div className={styles.file}>
      {thumb}
      <div className={styles.fileWords}>
        <div className="truncate" title={name}>
          {name}
        </div>
        {fact === undefined ? null : <div className={styles.fact}>{fact}</div>}
      </div>
    </div>
  </th>
);

export const BatchMatrix = <Run extends MatrixRun>(props: BatchMatrixProps<Run>) => {
  const { runs, messages, noteOf, thumbOf, factOf, cellOf, onPress, pressKeys } = props;
  const { grid } = messages.batch;
  const hintId = useId();
  const table = useRef<HTMLTableElement>(null);
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const { videos, blocks } = useMemo(() => layOut(runs), [runs]);
  // If the focused cell is gone, Tab reaches the first one.
  const current = Math.max(
    0,
    runs.findIndex(({ key }) => key === focusedKey),
  );
  const columns = videos.length;

  const press = (cell: HTMLElement | null) => {
    const { cell: key, pressable } = cell?.dataset ?? {};
    if (key !== undefined && pressable !== undefined) onPress(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === null || event.metaKey || event.altKey) return;
    if (pressKeys.includes(key)) {
      event.preventDefault();
      // Key repeat would toggle the cell on and off.
      if (!event.repeat) press(cellAt(event.target));
      return;
    }
    const place = { row: Math.floor(current / columns), column: current % columns };
    const next = moveInMatrix(place, { key, isFar: event.ctrlKey }, { rows: runs.length / columns, columns });
    if (next === null) return;
    event.preventDefault();
    const cells = table.current?.querySelectorAll<HTMLElement>('[data-cell]');
    const cell = cells?.[next.row * columns + next.column];
    cell?.focus({ preventScroll: true });
    // Focus alone may scroll only a part of the cell into view.
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  return (
    <div className={styles.scroll}>
      <p id={hintId} className="visually-hidden">
        {grid.hint}
      </p>
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table is what a grid is made of, see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
        role="grid"
        className={styles.table}
        aria-label={grid.title}
        aria-describedby={hintId}
        aria-multiselectable
        onKeyDown={onKeyDown}
        onClick={(event: MouseEvent) => press(cellAt(event.target))}
        onFocus={({ target }) => setFocusedKey(cellAt(target)?.dataset.cell ?? null)}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {grid.corner}
            </th>
            {videos.map((video) => (
              <VideoHead key={video.id} name={video.name} thumb={thumbOf(video)} fact={factOf?.(video)} />
            ))}
          </tr>
        </thead>
        {blocks.map(({ model, rows }) => (
          <tbody key={model.id}>
            <tr>
              <th scope="rowgroup" colSpan={columns + 1} className={styles.model}>
                <div className={styles.modelWords}>
                  <span className={styles.modelName}>{model.name}</span>
                  <span className="soft">{noteOf?.(model)}</span>
                </div>
              </th>
            </tr>
            {rows.map(({ image, runs: ofImage }) => (
              <tr key={image.id}>
                <th scope="row" className={styles.image}>
                  <div className={styles.file}>
                    {thumbOf(image)}
                    <div className="truncate" title={image.name}>
                      {image.name}
                    </div>
                  </div>
                </th>
                {ofImage.map((run) => cellOf(run, { isCurrent: run === runs[current] }))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
};
