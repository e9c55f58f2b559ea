import { ImagePlus } from 'lucide-react';
import { sourceAddress } from '#contract/media-address.ts';
import { selectImage, selectPlan } from '../../state/selectors.ts';
import { useAppState, useWords } from '../../state/use-app.ts';
import { Judgement } from './judgement.tsx';
import styles from './media.module.css';
import { Zone, type ZoneEvents } from './zone.tsx';

export const CharacterZone = ({
  isOver,
  events,
}: {
  readonly isOver: boolean;
  readonly events: ZoneEvents;
}) => {
  const slot = useAppState((state) => state.draft.image);
  const image = useAppState(selectImage);
  const reasons = useAppState(
    (state) => selectPlan(state)?.reasons.filter(({ subject }) => subject === 'image') ?? [],
  );
  const { ui } = useWords();
  return (
    <Zone
      slotName="image"
      slot={slot}
      title={ui.inputs.character}
      invitation={ui.inputs.dropCharacter}
      advice={ui.inputs.characterAdvice}
      accept="image/*"
      icon={<ImagePlus size={28} strokeWidth={1.5} aria-hidden="true" />}
      isOver={isOver}
      events={events}
      media={image ? <img className={styles.media} src={sourceAddress(image.id)} alt={image.name} /> : null}
      judgement={image ? <Judgement facts={image.facts} reasons={reasons} /> : null}
    />
  );
};
