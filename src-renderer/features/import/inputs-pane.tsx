/** Character and Motion zones side by side: files come in by drop, file dialog or paste. */
import type { Slot } from '../../state/store.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { LeftOverNote } from './arrival-notes.tsx';
import { CharacterZone } from './character-zone.tsx';
import styles from './inputs-pane.module.css';
import { MotionZone } from './motion-zone.tsx';
import { useArrivals } from './use-arrivals.ts';

const hasFile = (slot: Slot): boolean => slot.kind === 'open' || slot.kind === 'reading';

const SampleInvitation = () => {
  const { actions } = useApp();
  const { ui } = useMessages();
  const isBare = useAppState(({ draft }) => !hasFile(draft.image) && !hasFile(draft.video));
  if (!isBare) return null;
  return (
    <div className={styles.sample}>
      <Button variant="primary" onClick={() => void actions.openSample()}>
        {ui.inputs.sample}
      </Button>
      <p>{ui.inputs.sampleWhy}</p>
    </div>
  );
};

export const InputsPane = () => {
  const { dropTarget, leftOver, forgetLeftOver } = useArrivals();
  return (
    <div className={styles.pane} data-focus-scope>
      <div className={styles.zones}>
        <CharacterZone isDropTarget={dropTarget.has('image')} />
        <MotionZone isDropTarget={dropTarget.has('video')} />
      </div>
      <LeftOverNote leftOver={leftOver} forgetLeftOver={forgetLeftOver} />
      <SampleInvitation />
    </div>
  );
};
