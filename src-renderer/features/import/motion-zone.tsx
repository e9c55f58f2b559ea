import { Film } from 'lucide-react';
import { selectVideo } from '../../state/selectors.ts';
import { useAppState, useWords } from '../../state/use-app.ts';
import { Judgement } from './judgement.tsx';
import { MotionPreview } from './motion-preview.tsx';
import { Zone } from './zone.tsx';

export const MotionZone = ({ isLanding }: { readonly isLanding: boolean }) => {
  const slot = useAppState((state) => state.draft.video);
  const video = useAppState(selectVideo);
  const { ui } = useWords();
  return (
    <Zone
      place="video"
      slot={slot}
      title={ui.inputs.motion}
      invitation={ui.inputs.dropMotion}
      landingWords={isLanding ? ui.inputs.useAsMotion : null}
      advice={ui.inputs.motionAdvice}
      accept="video/*,.mkv,.avi,.mov"
      icon={<Film size={28} strokeWidth={1.5} aria-hidden="true" />}
      media={video ? <MotionPreview key={video.id} video={video} /> : null}
      judgement={video ? <Judgement facts={video.facts} subject="video" /> : null}
    />
  );
};
