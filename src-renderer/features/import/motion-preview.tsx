/**
 * Plays the selected part of the video in a loop. If the browser cannot play the file, a preview copy is used once it
 * exists, and until then the frame at the playhead.
 */
import { Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { frameAddress, sourceAddress } from '#contract/media-address.ts';
import { audioCodecName, useDecoding } from '../../state/decoding.ts';
import { useMediaSession } from '../../state/media-session.ts';
import { type PreviewCopy, usePreviewCopy } from '../../state/preview-copy.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, useMessages, usePlan, usePlayhead } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { clockTime } from '../../ui/time.ts';
import styles from './media.module.css';

const stillHeightPx = 720;
/** A new still is requested only after the playhead has not moved for this time, in milliseconds. */
const restMs = 120;

const Still = ({ video }: { readonly video: OpenVideo }) => {
  const { ui } = useMessages();
  const { atSec } = usePlayhead();
  const [shownSec, setShownSec] = useState(atSec);
  useEffect(() => {
    const timer = setTimeout(() => setShownSec(atSec), restMs);
    return () => clearTimeout(timer);
  }, [atSec]);
  return (
    <img
      className={styles.still}
      src={frameAddress(video.id, shownSec, stillHeightPx)}
      alt={ui.inputs.still(clockTime(shownSec))}
    />
  );
};

const CopyNote = ({ copy }: { readonly copy: PreviewCopy }) => {
  const messages = useMessages().trim.standIn;
  switch (copy.kind) {
    case 'not-needed':
      return null;
    case 'making':
      return (
        <div className={styles.note} role="status">
          <p>{messages.making}</p>
          <ProgressBar label={messages.makingBar} fraction={copy.fraction} />
        </div>
      );
    case 'ready':
      return <p className={styles.badge}>{messages.is}</p>;
    case 'failed':
      return (
        <p className={styles.note} role="status">
          {messages.failed}
        </p>
      );
    default:
      return assertNever(copy);
  }
};

const Controls = ({ video, isMuted, onMute }: { video: OpenVideo; isMuted: boolean; onMute: () => void }) => {
  const { player } = useApp();
  const { ui, trim } = useMessages();
  const { atSec, isPlaying } = usePlayhead();
  // The displayed time may lag behind the video frame, but does not delay it.
  const shownSec = useDeferredValue(atSec);
  const icon = { size: 16, 'aria-hidden': true } as const;
  useMediaSession(
    {
      setPlaying: player.setPlaying,
      seekBy: (sec) => player.seek(Math.min(video.facts.durationSec, Math.max(0, player.get().atSec + sec))),
      seekTo: player.seek,
      stop: player.stop,
    },
    isPlaying,
  );
  return (
    <div className={styles.controls}>
      <IconButton
        label={isPlaying ? ui.inputs.pause : ui.inputs.play}
        shortcut={trim.space}
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
  const messages = useMessages().trim.standIn;
  const { isUnplayable, isSilent, watch } = useDecoding(video.facts.audioCodec);
  const [isMuted, setIsMuted] = useState(true);
  const copy = usePreviewCopy({ kind: 'source', sourceId: video.id }, isUnplayable);
  const attach = useCallback((element: HTMLVideoElement | null) => player.attach(element), [player]);
  const attachSpare = useCallback(
    (element: HTMLVideoElement | null) => player.attachSpare(element),
    [player],
  );
  const { durationSec, fps } = video.facts;
  const startSec = window?.startSec ?? 0;
  const endSec = window?.endSec ?? durationSec;
  useEffect(() => player.setPart({ window: { startSec, endSec }, fps }), [player, startSec, endSec, fps]);
  const isPlayed = copy.kind === 'not-needed' || copy.kind === 'ready';
  const common = {
    className: styles.media,
    src: copy.kind === 'ready' ? copy.address : sourceAddress(video.id),
    muted: isMuted,
    playsInline: true,
    hidden: !isPlayed,
  };
  return (
    <>
      <video ref={attach} {...common} {...watch} preload="auto" />
      <video ref={attachSpare} {...common} preload="none" tabIndex={-1} aria-hidden="true" />
      {isPlayed ? null : <Still video={video} />}
      {isPlayed ? <Controls video={video} isMuted={isMuted} onMute={() => setIsMuted(!isMuted)} /> : null}
      {isSilent && video.facts.audioCodec !== null ? (
        <p className={styles.badge} role="status">
          {messages.silent(audioCodecName(video.facts.audioCodec))}
        </p>
      ) : null}
      <CopyNote copy={copy} />
    </>
  );
};
