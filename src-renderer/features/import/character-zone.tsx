import { ImagePlus } from 'lucide-react';
import { sourceAddress } from '#contract/media-address.ts';
import { selectImage } from '../../state/selectors.ts';
import { useAppState, useWords } from '../../state/use-app.ts';
import { Judgement } from './judgement.tsx';
import styles from './media.module.css';
import { Zone } from './zone.tsx';

export const CharacterZone = ({ isLanding }: { readonly isLanding: boolean }) => {
  const slot = useAppState((state) => state.draft.image);
  const image = useAppState(selectImage);
  const { ui } = useWords();
  return (
    <Zone
      place="image"
      slot={slot}
      title={ui.inputs.character}
      invitation={ui.inputs.dropCharacter}
      landingWords={isLanding ? ui.inputs.useAsCharacter : null}
      advice={ui.inputs.characterAdvice}
      accept="image/*,.heic,.heif,.avif"
      icon={<ImagePlus size={28} strokeWidth={1.5} aria-hidden="true" />}
      media={image ? <img className={styles.media} src={sourceAddress(image.id)} alt={image.name} /> : null}
      judgement={image ? <Judgement facts={image.facts} subject="image" /> : null}
    />
  );
};
