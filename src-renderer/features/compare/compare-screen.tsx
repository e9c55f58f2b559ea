/** A saved result beside its reference video, or beside another result of the same files. */

import { useCallback, useEffect, useState } from 'react';
import type { AppError, Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { type Pair, pairOf } from '#contract/rules/export.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useCommands } from '#renderer/shared/use-commands.ts';
import { useLibraryQuery } from '#renderer/shared/use-library-query.ts';
import { useApp, useAppState, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Row } from '#renderer/ui/layout.tsx';
import { BesideChoice, CompareHead, nextBeside } from './compare-head.tsx';
import { useCompareKeys } from './compare-keys.ts';
import styles from './compare-screen.module.css';
import { sideWordsOf, useCompareText } from './compare-text.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ItemPanel } from './item-panel.tsx';
import { type AudioFrom, Stage } from './stage.tsx';
import { shortEnd, stepFrames, timelineSec } from './timeline.ts';
import { Transport, type View } from './transport.tsx';
import { useClock } from './use-clock.ts';
import { useExport } from './use-export.ts';

/** `item`: null while it is loading. `again` reloads it. */
const useItem = (itemId: ItemId): { readonly item: Result<Item> | null; readonly again: () => void } => {
  const { client } = useApp();
  const [item, setItem] = useState<Result<Item> | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt triggers a new read.
  useEffect(() => {
    let isCurrent = true;
    setItem(null);
    void client.call('library.get', { itemId }).then((answer) => {
      if (isCurrent) setItem(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, itemId, attempt]);
  return { item, again: useCallback(() => setAttempt((count) => count + 1), []) };
};

const audioTracksOf = ({ beside, result }: Pair): readonly AudioFrom[] => [
  ...(beside.audioCodec === null ? [] : (['beside'] as const)),
  ...(result.audioCodec === null ? [] : (['result'] as const)),
  'none',
];

/** The selected track if present, else the result's own, else the one of the other side. */
const audioOf = (selected: AudioFrom, audioTracks: readonly AudioFrom[]): AudioFrom => {
  if (audioTracks.includes(selected)) return selected;
  return audioTracks.includes('result') ? 'result' : (audioTracks[0] ?? 'none');
};

const Comparison = ({
  item,
  others,
  besideId,
  problem,
}: {
  readonly item: Item;
  /** Other results of the same files, newest first. */
  readonly others: readonly Item[];
  readonly besideId: ItemId | undefined;
  readonly problem: AppError | null;
}) => {
  const { actions } = useApp();
  const text = useCompareText();
  const [revealError, setRevealError] = useState<AppError | null>(null);

  const exporting = useExport(item.id);
  const [isExportOpen, setExportOpen] = useState(false);

  const other = others.find(({ id }) => id === besideId) ?? null;
  const sideMessages = sideWordsOf({ item, other }, text);
  const pair = pairOf(item, other);
  const lengths = { beside: pair.beside.durationSec, result: pair.result.durationSec };
  const endSec = timelineSec(lengths);
  const short = shortEnd(lengths);
  const audioTracks = audioTracksOf(pair);

  const [beside, setBeside] = useState<HTMLVideoElement | null>(null);
  const [result, setResult] = useState<HTMLVideoElement | null>(null);
  const clock = useClock({ beside, result }, lengths);
  const [chosen, setChosen] = useState<View>({ audio: 'result', isSwapped: false, isFilled: false });
  const view = { ...chosen, audio: audioOf(chosen.audio, audioTracks) };
  const change = (part: Partial<View>) => setChosen((before) => ({ ...before, ...part }));

  // The export uses both videos, so neither can be replaced until it ends.
  const isHeld = exporting.state.kind === 'making';
  const putBeside = (id: ItemId | undefined) => {
    if (isHeld || id === other?.id) return;
    exporting.forget();
    actions.openItem(item.id, id);
  };

  const step = (frames: 1 | -1) => {
    if (!clock) return;
    const { atSec, isPlaying } = clock.getState();
    if (isPlaying) clock.toggle();
    // Steps use the higher frame rate of the two, so that no frame of either is skipped.
    const fps = Math.max(pair.beside.fps, pair.result.fps);
    clock.seek(stepFrames({ atSec, fps, by: frames, endSec }));
  };

  useCompareKeys({
    clock,
    endSec,
    view,
    audioTracks,
    onView: change,
    onStep: step,
    onBeside: () => putBeside(nextBeside(others, other?.id)),
    onBack: actions.leaveItem,
  });

  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const reveal = async () => setRevealError(await actions.reveal(item.id));
  useCommands({
    export: () => setExportOpen(true),
    showInFolder: canReveal ? () => void reveal() : null,
  });

  const details = { item, other, sideMessages };
  return (
    <div className={styles.screen}>
      <CompareHead
        item={item}
        exported={exporting.state}
        onReveal={reveal}
        onExport={() => setExportOpen(true)}
      />
      {revealError ? <AppErrorLine error={revealError} /> : null}
      {problem ? <AppErrorLine error={problem} /> : null}
      <ExportDialog
        key={other?.id}
        {...details}
        exporting={exporting}
        isOpen={isExportOpen}
        onClose={() => setExportOpen(false)}
      />
      <div className={styles.body}>
        <div className={classNames(styles.work, others.length > 0 && styles.withChoice)}>
          {others.length > 0 ? (
            <BesideChoice others={others} besideId={other?.id} isDisabled={isHeld} onChange={putBeside} />
          ) : null}
          <Stage
            {...details}
            clock={clock}
            audio={view.audio}
            isSwapped={view.isSwapped}
            isFilled={view.isFilled}
            shorter={short?.side ?? null}
            videoRefs={{ beside: setBeside, result: setResult }}
          />
          {clock ? (
            <Transport
              clock={clock}
              endSec={endSec}
              short={short}
              sideMessages={sideMessages}
              view={view}
              audioTracks={audioTracks}
              onView={change}
              onStep={step}
            />
          ) : null}
        </div>
        <ItemPanel {...details} hasOthers={others.length > 0} />
      </div>
    </div>
  );
};

export const CompareScreen = ({ itemId }: { readonly itemId: ItemId }) => {
  const { actions } = useApp();
  const { messages } = useCompareText();
  const besideId = useAppState(({ view }) =>
    view.screen.kind === 'compare' ? view.screen.besideId : undefined,
  );
  const { item, again } = useItem(itemId);
  const related = useLibraryQuery<readonly Item[]>(itemId, (client) =>
    client.call('library.related', { itemId }),
  );
  // The reference must not be shown briefly when another result was requested.
  const isReady = besideId === undefined || related.value !== null || related.error !== null;
  if (item?.ok && isReady)
    return (
      <Comparison
        key={item.value.id}
        item={item.value}
        others={related.value ?? []}
        besideId={besideId}
        problem={related.error}
      />
    );
  return (
    <div className={styles.apart}>
      {item === null || item.ok ? (
        <p role="status">{messages.loading}</p>
      ) : (
        <>
          <AppErrorLine error={item.error} />
          <Row gap={2}>
            <Button onClick={() => actions.show('library')}>{messages.back}</Button>
            <Button variant="primary" onClick={again}>
              {messages.again}
            </Button>
          </Row>
        </>
      )}
    </div>
  );
};
