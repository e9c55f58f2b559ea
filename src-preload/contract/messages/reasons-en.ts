/** In English, why a plan changes a file and what it does about it. */
import type { Reason, ReasonCode } from '../model/plan.ts';

/** `because` names what is wrong; `change` says what the plan does about it, or what the person can do. */
export type ReasonWords = { readonly because: string; readonly change: string };

export const reasonsEn: Record<ReasonCode, (reason: Reason) => ReasonWords> = {
  'image-format': (r) => ({
    because: `${r.actual} is not taken, only ${r.limit}`,
    change: 'saved in a format it takes',
  }),
  'image-too-large': (r) => ({
    because: `${r.actual} is over the ${r.limit} limit`,
    change: 'saved smaller',
  }),
  'image-side-too-short': (r) => ({
    because: `a side of ${r.actual} is under ${r.limit}`,
    change: 'enlarged',
  }),
  'image-side-too-long': (r) => ({
    because: `a side of ${r.actual} is over ${r.limit}`,
    change: 'scaled down',
  }),
  'image-aspect': (r) => ({
    because: `the shape ${r.actual} is outside ${r.limit}`,
    change: 'brought into shape',
  }),
  'image-animated': () => ({ because: 'it is an animation', change: 'its first picture is used' }),
  'image-rotated': () => ({ because: 'it is stored turned', change: 'turned upright' }),
  'image-colours': (r) => ({ because: `it has ${r.actual}`, change: `brought to ${r.limit}` }),
  'image-metadata': () => ({
    because: 'it carries notes such as place, device or date',
    change: 'taken out, the picture stays as it is',
  }),
  'video-format': (r) => ({
    because: `${r.actual} is not taken, only ${r.limit}`,
    change: 'repacked as MP4',
  }),
  'video-codec': (r) => ({ because: `${r.actual} is not taken`, change: 'converted to H.264' }),
  'video-pixel-format': (r) => ({
    because: `its colours are stored as ${r.actual}`,
    change: 'converted to yuv420p',
  }),
  'video-too-large': (r) => ({
    because: `${r.actual} is over the ${r.limit} limit`,
    change: 'compressed to fit',
  }),
  'video-side-too-short': (r) => ({
    because: `a side of ${r.actual} is under ${r.limit}`,
    change: 'enlarged',
  }),
  'video-side-too-long': (r) => ({
    because: `a side of ${r.actual} is over ${r.limit}`,
    change: 'scaled down',
  }),
  'video-aspect': (r) => ({
    because: `the shape ${r.actual} is outside ${r.limit}`,
    change: 'brought into shape',
  }),
  'video-not-square-pixels': () => ({ because: 'its pixels are not square', change: 'made square' }),
  'video-rotated': () => ({ because: 'it is stored turned', change: 'turned upright' }),
  'video-odd-side': (r) => ({ because: `${r.actual} has an odd side`, change: 'evened by a pixel' }),
  'video-variable-fps': () => ({ because: 'its frame rate varies', change: 'made steady' }),
  'video-hdr': () => ({ because: 'it is HDR', change: 'brought to standard range' }),
  'video-interlaced': () => ({ because: 'it is interlaced', change: 'made into whole frames' }),
  'video-fps': (r) => ({ because: `${r.actual} are over ${r.limit}`, change: 'frames left out evenly' }),
  'video-size-changes': (r) => ({
    because: r.actual,
    change: `each part keeps its shape inside ${r.limit}`,
  }),
  'video-metadata': () => ({
    because: 'it carries notes such as place, device or date',
    change: 'taken out',
  }),
  'video-extra-streams': (r) => ({
    because: `it has more than ${r.limit} (${r.actual})`,
    change: 'the others left out',
  }),
  'video-duration-header': (r) => ({
    because: `its header says ${r.actual}, but it lasts ${r.limit}`,
    change: 'sent with the right length',
  }),
  'video-tracks-uneven': (r) => ({
    because: `the file lasts ${r.actual}, but its video ends at ${r.limit}`,
    change: 'cut where the video ends',
  }),
  'video-starts-late': (r) => ({
    because: `its first frame is shown at ${r.limit}`,
    change: 'cut to start there',
  }),
  'video-hidden-frames': () => ({
    because: 'it holds frames that were cut away and are only hidden',
    change: 'left out',
  }),
  'video-timestamps-restart': (r) =>
    r.severity === 'blocking'
      ? {
          because: 'its timestamps start again, as in files joined byte by byte',
          change: 'join the files with a video editor, or choose one of them',
        }
      : {
          because: 'its timestamps start again, as in files joined byte by byte',
          change: 'put on one clock, whole',
        },
  'video-too-short': (r) => ({
    because: `${r.actual} is under the least ${r.limit}`,
    change: 'choose a longer clip',
  }),
  'video-too-long': (r) => ({
    because: `${r.actual} is over the ${r.limit} limit`,
    change: `the first ${r.limit} are used`,
  }),
  'video-trimmed': (r) => ({ because: `you chose ${r.limit} of ${r.actual}`, change: 'cut to that part' }),
  'trim-too-short': (r) => ({
    because: `the chosen ${r.actual} are under the least ${r.limit}`,
    change: 'widen the chosen part',
  }),
  'trim-too-long': (r) => ({
    because: `the chosen ${r.actual} are over the ${r.limit} limit`,
    change: `only its first ${r.limit} are used`,
  }),
  'trim-past-end': (r) => ({ because: `the clip ends at ${r.limit}`, change: 'cut there' }),
  'sound-off': () => ({ because: 'sound is off', change: 'sent without sound' }),
  'audio-codec': (r) => ({
    because: `its audio (${r.actual}) does not play everywhere, unlike ${r.limit}`,
    change: 'the audio converted to AAC, stereo',
  }),
  'audio-undecodable': (r) => ({
    because: `its audio (${r.actual}) cannot be decoded by the ffmpeg in use`,
    change: 'sent without sound',
  }),
  'audio-absent-in-selection': (r) => ({
    because: `no audio in this selection: the clip has audio from ${r.actual}`,
    change: 'sent without sound',
  }),
  'output-fixed': (r) => ({
    because: `${r.source} says this orientation always gives ${r.limit}`,
    change: `nothing is changed for it (${r.actual})`,
  }),
  'prompt-unavailable': (r) => ({
    because: `${r.source} takes no prompt`,
    change: 'empty it, or choose another model',
  }),
  'negative-prompt-too-long': (r) => ({
    because: `${r.actual} is over ${r.limit}`,
    change: 'shorten what should not be seen',
  }),
  'negative-prompt-unavailable': (r) => ({
    because: `${r.source} takes no negative prompt`,
    change: 'empty it, or choose another model',
  }),
  'prompt-too-long': (r) => ({ because: `${r.actual} is over ${r.limit}`, change: 'shorten the prompt' }),
};
