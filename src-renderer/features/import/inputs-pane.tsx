/** Character and Motion zones side by side: files come in by drop, file dialog or paste. */
import { Film, ImagePlus } from 'lucide-react';
import { frameAddress, sourceAddress, stillAddress } from '#contract/media-address.ts';
import { type OpenImage, selectImage, selectVideo } from '../../state/selectors.ts';
import type { Slot } from '../../state/store.ts';
import { useApp, useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { GivenLeftOverNote, LeftOverNote } from './arrival-notes.tsx';
import { BodyAdvice, ImageBody, VideoBody } from './body-advice.tsx';
import styles from './inputs-pane.module.css';
import media from './media.module.css';
import { MotionPreview } from './motion-preview.tsx';
import { useArrivals } from './use-arrivals.ts';
import { Zone } from './zone.tsx';

/** Containers that browsers display without conversion; HEIC is not one of them. */
const shownContainers: readonly string[] = ['jpg', 'png', 'webp', 'gif', 'bmp', 'avif'];
/** Sufficient for padding that is blurred. */
const stillHeightPx = 120;

const addressOf = (image: OpenImage): string =>
  shownContainers.includes(image.facts.container) ? sourceAddress(image.id) : stillAddress(image.id);

type ZoneProps = { readonly isDropTarget: boolean };
const icon = { size: 28, strokeWidth: 1.5, 'aria-hidden': true } as const;

const CharacterZone = ({ isDropTarget }: ZoneProps) => {
  const image = useAppState(selectImage);
  const { inputs } = useMessages().ui;
  const still = image ? addressOf(image) : '';
  return (
    <Zone
      place="image"
      title={inputs.character}
      invitation={inputs.dropCharacter}
      dropMessages={isDropTarget ? inputs.useAsCharacter : null}
      advice={inputs.characterAdvice}
      accept="image/*,.heic,.heif,.avif"
      icon={<ImagePlus {...icon} />}
      shown={
        image && {
          facts: image.facts,
          still,
          media: (
            <>
              <img className={media.media} src={still} alt={image.name} />
              <ImageBody id={image.id} />
            </>
          ),
          body: <BodyAdvice subject="image" id={image.id} />,
        }
      }
    />
  );
};

const MotionZone = ({ isDropTarget }: ZoneProps) => {
  const video = useAppState(selectVideo);
  const { inputs } = useMessages().ui;
  const startSec = usePlan()?.window.startSec ?? 0;
  return (
    <Zone
      place="video"
      title={inputs.motion}
      invitation={inputs.dropMotion}
      dropMessages={isDropTarget ? inputs.useAsMotion : null}
      advice={inputs.motionAdvice}
      accept="video/*,.mkv,.avi,.mov"
      icon={<Film {...icon} />}
      shown={
        video && {
          facts: video.facts,
          still: frameAddress(video.id, startSec, stillHeightPx),
          media: (
            <>
              <MotionPreview key={video.id} video={video} />
              <VideoBody id={video.id} />
            </>
          ),
          body: <BodyAdvice subject="video" id={video.id} />,
        }
      }
    />
  );
};

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
      <GivenLeftOverNote />
      <SampleInvitation />
    </div>
  );
};
