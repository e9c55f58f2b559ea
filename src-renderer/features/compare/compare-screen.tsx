/** One kept result beside the clip whose motion it borrowed. */
import { ArrowLeft, Columns2, Download, FolderOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import { useApp, useMirror, useWords } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ButtonLink } from '#renderer/ui/button-link.tsx';
import { compareWords } from '#renderer/words/compare.ts';
import { exportWords } from '#renderer/words/export.ts';
import { createFigures } from '#renderer/words/figures.ts';
import styles from './compare-screen.module.css';
import { ExportDialog } from './export-dialog.tsx';
import { ItemPanel } from './item-panel.tsx';
import { type SoundFrom, Stage } from './stage.tsx';
import { shortEnd, stepFrames, timelineSec } from './timeline.ts';
import { Transport, type View } from './transport.tsx';
import { useClock } from './use-clock.ts';
import { useExport } from './use-export.ts';
import { useItem } from './use-item.ts';
import { useKeys } from './use-keys.ts';

const soundsOf = ({ video, result }: Item): readonly SoundFrom[] => [
  ...(video.facts.audioCodec === null ? [] : (['reference'] as const)),
  ...(result.facts.audioCodec === null ? [] : (['result'] as const)),
  'none',
];

const Comparison = ({ item }: { readonly item: Item }) => {
  const { actions } = useApp();
  const { language, domain } = useWords();
  const words = compareWords[language];
  const figures = useMemo(() => createFigures(language), [language]);
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const [revealError, setRevealError] = useState<AppError | null>(null);

  const exporting = useExport(item.id);
  const [isExportOpen, setExportOpen] = useState(false);

  const lengths = { reference: item.video.facts.durationSec, result: item.result.facts.durationSec };
  const endSec = timelineSec(lengths);
  const short = shortEnd(lengths);
  const sounds = soundsOf(item);

  const [reference, setReference] = useState<HTMLVideoElement | null>(null);
  const [result, setResult] = useState<HTMLVideoElement | null>(null);
  const clock = useClock({ reference, result }, lengths);
  // What the model made comes first; a silent result leaves the sound to the reference.
  const [view, setView] = useState<View>({
    sound: sounds.includes('result') ? 'result' : (sounds[0] ?? 'none'),
    isSwapped: false,
    isFilled: false,
  });
  const change = (part: Partial<View>) => setView((before) => ({ ...before, ...part }));

  const step = (frames: 1 | -1) => {
    if (!clock) return;
    const { atSec, isPlaying } = clock.getState();
    if (isPlaying) clock.toggle();
    // The finer of the two rates, so that no frame of either is skipped.
    const fps = Math.max(item.video.facts.fps, item.result.facts.fps);
    clock.seek(stepFrames({ atSec, fps, by: frames, endSec }));
  };

  useKeys({
    clock,
    endSec,
    view,
    sounds,
    onView: change,
    onStep: step,
    onBack: () => actions.show('library'),
  });

  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <Button
          variant="plain"
          icon={<ArrowLeft size={16} aria-hidden="true" />}
          onClick={() => actions.show('library')}
        >
          {words.back}
        </Button>
        <h1 className={styles.title}>
          {words.title(figures.title(item.image.name), figures.title(item.video.name))}
        </h1>
        <span className={styles.actions}>
          {canReveal ? (
            <Button
              icon={<FolderOpen size={16} aria-hidden="true" />}
              onClick={async () => setRevealError(await actions.reveal(item.id))}
            >
              {words.reveal}
            </Button>
          ) : null}
          <Button
            icon={<Columns2 size={16} aria-hidden="true" />}
            aria-haspopup="dialog"
            onClick={() => setExportOpen(true)}
          >
            {exporting.state.kind === 'making'
              ? exportWords[language].opening(Math.round((exporting.state.fraction ?? 0) * 100))
              : exportWords[language].open}
          </Button>
          <ButtonLink
            variant="primary"
            href={itemDownloadAddress(item.id)}
            download=""
            icon={<Download size={16} aria-hidden="true" />}
          >
            {words.download}
          </ButtonLink>
        </span>
      </header>
      {revealError ? <AppErrorLine error={revealError} /> : null}
      <ExportDialog
        item={item}
        exporting={exporting}
        language={language}
        figures={figures}
        isOpen={isExportOpen}
        onClose={() => setExportOpen(false)}
      />
      <div className={styles.body}>
        <div className={styles.work}>
          <Stage
            item={item}
            words={words}
            figures={figures}
            clock={clock}
            sound={view.sound}
            isSwapped={view.isSwapped}
            isFilled={view.isFilled}
            shorter={short?.side ?? null}
            videoRefs={{ reference: setReference, result: setResult }}
          />
          {clock ? (
            <Transport
              clock={clock}
              endSec={endSec}
              short={short}
              words={words}
              figures={figures}
              view={view}
              sounds={sounds}
              onView={change}
              onStep={step}
            />
          ) : null}
        </div>
        <ItemPanel item={item} words={words} domain={domain} figures={figures} />
      </div>
    </div>
  );
};

export const CompareScreen = ({ itemId }: { readonly itemId: ItemId }) => {
  const { actions } = useApp();
  const { language } = useWords();
  const words = compareWords[language];
  const { item, again } = useItem(itemId);
  if (item?.ok) return <Comparison key={item.value.id} item={item.value} />;
  return (
    <div className={styles.apart}>
      {item === null ? (
        <p role="status">{words.loading}</p>
      ) : (
        <>
          <AppErrorLine error={item.error} />
          <span className={styles.actions}>
            <Button onClick={() => actions.show('library')}>{words.back}</Button>
            <Button variant="primary" onClick={again}>
              {words.again}
            </Button>
          </span>
        </>
      )}
    </div>
  );
};
