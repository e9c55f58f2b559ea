/** Character and motion side by side: where files come in, by drop, choice or paste. */
import { type DragEvent, useEffect, useState } from 'react';
import type { SlotName } from '../../state/store.ts';
import { useApp, useAppState, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { CharacterZone } from './character-zone.tsx';
import styles from './inputs-pane.module.css';
import { MotionZone } from './motion-zone.tsx';

const filesOf = (transfer: DataTransfer | null): readonly File[] => [...(transfer?.files ?? [])];

/** Pasting works anywhere on the page but in a text box, where it means text. */
const usePaste = (): void => {
  const { actions } = useApp();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      for (const file of filesOf(event.clipboardData)) {
        event.preventDefault();
        void actions.openFile(file, null);
      }
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [actions]);
};

const SampleInvitation = () => {
  const { actions } = useApp();
  const { ui } = useWords();
  const isFresh = useAppState(({ draft }) => draft.image.kind === 'empty' && draft.video.kind === 'empty');
  if (!isFresh) return null;
  return (
    <div className={styles.sample}>
      <Button onClick={() => void actions.openSample()}>{ui.inputs.sample}</Button>
      <span>{ui.inputs.sampleWhy}</span>
    </div>
  );
};

export const InputsPane = () => {
  const { actions } = useApp();
  const [over, setOver] = useState<SlotName | 'window' | null>(null);
  usePaste();

  const dropOn = (meant: SlotName | null) => (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(null);
    const files = filesOf(event.dataTransfer);
    // Two files at once sort themselves, wherever they land.
    const [only] = files;
    if (files.length === 1 && only) void actions.openFile(only, meant);
    else for (const file of files.slice(0, 2)) void actions.openFile(file, null);
  };
  const zoneEvents = (slot: SlotName) => ({
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(slot);
    },
    onDrop: dropOn(slot),
  });
  return (
    // Dropping is one of three ways in; the zones hold buttons for the others.
    // biome-ignore lint/a11y/noStaticElementInteractions: only receives drops
    <div
      className={styles.pane}
      data-over={over ?? undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver('window');
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
      }}
      onDrop={dropOn(null)}
    >
      <div className={styles.zones}>
        <CharacterZone isOver={over === 'image'} events={zoneEvents('image')} />
        <MotionZone isOver={over === 'video'} events={zoneEvents('video')} />
      </div>
      <SampleInvitation />
    </div>
  );
};
