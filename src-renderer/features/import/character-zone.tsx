import { ImagePlus } from 'lucide-react';
import { sourceAddress, stillAddress } from '#contract/media-address.ts';
import { type OpenImage, selectImage } from '../../state/selectors.ts';
import { useAppState, useMessages } from '../../state/use-app.ts';
import { Judgement } from './judgement.tsx';
import styles from './media.module.css';
import { Zone } from './zone.tsx';
import { FramingChoice, ZoneFraming } from './zone-framing.tsx';

/** Containers that browsers display without conversion; HEIC is not one of them. */
const shownContainers: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'bmp', 'avif'];

const addressOf = (image: OpenImage): string =>
  shownContainers.includes(image.facts.container) ? sourceAddress(image.id) : stillAddress(image.id);

export const CharacterZone = ({ isDropTarget }: { readonly isDropTarget: boolean }) => {
  const slot = useAppState((state) => state.draft.image);
  const image = useAppState(selectImage);
  const { ui } = useMessages();
  return (
    <Zone
      place="image"
      slot={slot}
      title={ui.inputs.character}
      invitation={ui.inputs.dropCharacter}
      dropMessages={isDropTarget ? ui.inputs.useAsCharacter : null}
      advice={ui.inputs.characterAdvice}
      accept="image/*,.heic,.heif,.avif"
      icon={<ImagePlus size={28} strokeWidth={1.5} aria-hidden="true" />}
      media={
        image ? (
          <ZoneFraming subject="image" facts={image.facts} still={addressOf(image)}>
            <img className={styles.media} src={addressOf(image)} alt={image.name} />
          </ZoneFraming>
        ) : null
      }
      judgement={
        image ? (
          <>
            <FramingChoice subject="image" facts={image.facts} />
            <Judgement facts={image.facts} subject="image" />
          </>
        ) : null
      }
    />
  );
};
