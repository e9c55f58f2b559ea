/** Texts of the timeline, its handles and the preview of the video. */
import { spokenWith } from '../durations.ts';

const inEnglish = spokenWith({ minute: 'minute', minutes: 'minutes', seconds: 'seconds' });

export const trim = {
  title: 'Trim',
  start: 'Start',
  end: 'End',
  startHandle: 'Start of the selection',
  endHandle: 'End of the selection',
  playhead: 'Playhead',
  at: (sec: number, frame: number): string => `${inEnglish(sec)}, frame ${frame}`,
  space: 'Space',
  startHere: 'Set in point',
  endHere: 'Set out point',
  ten: '10 s',
  thirty: '30 s',
  tenWhy: 'Ten seconds from the playhead',
  thirtyWhy: 'Thirty seconds from the playhead',
  thirtyTooLong: (limit: string): string => `This model takes at most ${limit} in this orientation`,
  whole: 'Whole video',
  length: (length: string, limit: string): string => `${length} (max ${limit})`,
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Zoom to fit',
  zoomPart: 'Zoom to selection',
  scroll: 'Visible range',
  shows: (fromSec: number, toSec: number): string => `${inEnglish(fromSec)} to ${inEnglish(toSec)}`,
  showStart: 'Show the start of the selection',
  showEnd: 'Show the end of the selection',
  readingAudio: 'Reading the audio',
  keysTitle: 'Keyboard shortcuts',
  keys: [
    ['Space', 'play the selection'],
    ['\u2190 \u2192', 'one frame; with Shift one second'],
    ['I O', 'set in and out point; with Shift go there'],
    ['+ \u2212 0', 'zoom in, zoom out, zoom to fit; or Ctrl and wheel'],
    ['Shift-drag', 'move the selection'],
  ] as readonly (readonly [string, string])[],
  standIn: {
    making: 'This window cannot play this video. A preview is being made.',
    makingBar: 'Making the preview',
    is: 'Preview. The original is used for upload.',
    failed: 'This window cannot play this video, and no preview could be made. Still frames are shown.',
    silent: (codec: string): string =>
      `This window cannot play this video\u2019s audio (${codec}). Another player can.`,
  },
};
export type TrimMessages = typeof trim;
