import { Film } from 'lucide-react';
import { frameAddress } from '#contract/media-address.ts';
import { selectVideo } from '../../state/selectors.ts';
import { useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { Judgement } from './judgement.tsx';
import { MotionPreview } from './motion-preview.tsx';
import { Zone } from './zone.tsx';
import { FramingChoice, ZoneFraming } from './zone-framing.tsx';

/** Sufficient for padding that is blurred. */
const stillHeightPx = 120;

export const MotionZone = ({ isDropTarget }: { readonly isDropTarget: boolean }) => {
  const slot = useAppState((state) => state.draft.video);
  const video = useAppState(selectVideo);
  const { ui } = useMessages();
  const startSec = usePlan()?.window.startSec ?? 0;
  return (
    <Zone
      place="video"
      slot={slot}
      title={ui.inputs.motion}
      invitation={ui.inputs.dropMotion}
      dropMessages={isDropTarget ? ui.inputs.useAsMotion : null}
      advice={ui.inputs.motionAdvice}
      accept="video/*,.mkv,.avi,.mov"
      icon={<Film size={28} strokeWidth={1.5} aria-hidden="true" />}
      media={
        video ? (
          <ZoneFraming
            subject="video"
            facts={video.facts}
            still={frameAddress(video.id, startSec, stillHeightPx)}
          >
            <MotionPreview key={video.id} video={video} />
          </ZoneFraming>
        ) : null
      }
      judgement={
        video ? (
          <>
            <FramingChoice subject="video" facts={video.facts} />
            <Judgement facts={video.facts} subject="video" />
          </>
        ) : null
      }
    />
  );
};
