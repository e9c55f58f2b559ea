/** The clip itself, playing its chosen part; or, where the browser cannot play it, the frame at the playhead. */
import { Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import { frameAddress, sourceAddress } from '#contract/media-address.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, usePlan, usePlayhead, useWords } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { clockTime } from '../../ui/time.ts';
import styles from './media.module.css';

const stillHeightPx = 720;
/** A new still is asked for only when the playhead rests this long, in milliseconds. */
const restMs = 120;

const Still = ({ video }: { readonly video: OpenVideo }) => {
  const { ui } = useWords();
  const { atSec } = usePlayhead();
  const [shownSec, setShownSec] = useState(atSec);
  useEffect(() => {
    const timer = setTimeout(() => setShownSec(atSec), restMs);
    return () => clearTimeout(timer);
  }, [atSec]);
  return (
    <>
      <img
        className={styles.media}
        src={frameAddress(video.id, shownSec, stillHeightPx)}
        alt={ui.inputs.still(clockTime(shownSec))}
      />
      <p className={styles.unplayable}>{ui.inputs.noPreview}</p>
    </>
  );
};

const Controls = ({ video, isMuted, onMute }: { video: OpenVideo; isMuted: boolean; onMute: () => void }) => {
  const { player } = useApp();
  const { ui } = useWords();
  const { atSec, isPlaying } = usePlayhead();
  // The figure may lag behind the picture, never the other way round.
  const shownSec = useDeferredValue(atSec);
  const icon = { size: 16, 'aria-hidden': true } as const;
  return (
    <div className={styles.controls}>
      <IconButton
        label={isPlaying ? ui.inputs.pause : ui.inputs.play}
        shortcut={ui.trim.space}
        onClick={player.toggle}
      >
        {isPlaying ? <Pause {...icon} /> : <Play {...icon} />}
      </IconButton>
      <span className={styles.time}>
        {clockTime(shownSec)} <span className={styles.total}>/ {clockTime(video.facts.durationSec)}</span>
      </span>
      {video.facts.audioCodec === null ? null : (
        <IconButton label={isMuted ? ui.inputs.unmute : ui.inputs.mute} onClick={onMute}>
          {isMuted ? <VolumeX {...icon} /> : <Volume2 {...icon} />}
        </IconButton>
      )}
    </div>
  );
};

export const MotionPreview = ({ video }: { readonly video: OpenVideo }) => {
  const { player } = useApp();
  const window = usePlan()?.window;
  const [isUnplayable, setIsUnplayable] = useState(false);
  const [isMuted, setIsMuted] = useState(true);
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
        muted={isMuted}
        playsInline
        preload="auto"
        hidden={isUnplayable}
        onError={() => setIsUnplayable(true)}
      />
      {isUnplayable ? (
        <Still video={video} />
      ) : (
        <Controls video={video} isMuted={isMuted} onMute={() => setIsMuted(!isMuted)} />
      )}
    </>
  );
};
