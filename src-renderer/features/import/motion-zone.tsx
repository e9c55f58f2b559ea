import { Film, Pause, Play } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { sourceAddress } from '#contract/media-address.ts';
import { type OpenVideo, selectPlan, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, usePlayhead, useWords } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { clockTime } from '../../ui/time.ts';
import { Judgement } from './judgement.tsx';
import styles from './media.module.css';
import { Zone, type ZoneEvents } from './zone.tsx';

const Player = ({ video }: { readonly video: OpenVideo }) => {
  const { player } = useApp();
  const { ui } = useWords();
  const { atSec, isPlaying } = usePlayhead();
  const window = useAppState((state) => selectPlan(state)?.window ?? null);
  const [isUnplayable, setIsUnplayable] = useState(false);
  const attach = useCallback((element: HTMLVideoElement | null) => player.attach(element), [player]);
  const startSec = window?.startSec ?? 0;
  const endSec = window?.endSec ?? video.facts.durationSec;
  useEffect(() => player.setWindow({ startSec, endSec }), [player, startSec, endSec]);
  return (
    <>
      <video
        ref={attach}
        className={styles.media}
        src={sourceAddress(video.id)}
        muted
        playsInline
        preload="auto"
        onError={() => setIsUnplayable(true)}
        onLoadedData={() => setIsUnplayable(false)}
      />
      {isUnplayable ? (
        <p className={styles.unplayable}>{ui.inputs.noPreview}</p>
      ) : (
        <div className={styles.controls}>
          <IconButton label={isPlaying ? ui.inputs.pause : ui.inputs.play} onClick={player.toggle}>
            {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
          </IconButton>
          <span className={styles.time}>{clockTime(atSec)}</span>
        </div>
      )}
    </>
  );
};

export const MotionZone = ({ isOver, events }: { readonly isOver: boolean; readonly events: ZoneEvents }) => {
  const slot = useAppState((state) => state.draft.video);
  const video = useAppState(selectVideo);
  const reasons = useAppState(
    (state) => selectPlan(state)?.reasons.filter(({ subject }) => subject === 'video') ?? [],
  );
  const { ui } = useWords();
  return (
    <Zone
      slotName="video"
      slot={slot}
      title={ui.inputs.motion}
      invitation={ui.inputs.dropMotion}
      advice={ui.inputs.motionAdvice}
      accept="video/*,.mkv,.avi,.mov,.mp4,.webm"
      icon={<Film size={28} strokeWidth={1.5} aria-hidden="true" />}
      isOver={isOver}
      events={events}
      media={video ? <Player key={video.id} video={video} /> : null}
      judgement={video ? <Judgement facts={video.facts} reasons={reasons} /> : null}
    />
  );
};
