/** In English, why a plan changes a file and what it does about it. */
import type { Reason, ReasonCode, ReasonSource } from '../../model/plan.ts';
import { type ReasonText, sourceIn } from '../reason-text.ts';

const sources: Readonly<Record<ReasonSource, string>> = {
  'compatibility-rule': "Understudy's compatibility rule",
  'own-choice': 'your choice',
  'video-itself': 'the video itself',
};

export const reasonSource = (source: string): string => sourceIn(sources, source);

export const reasons: Record<ReasonCode, (reason: Reason) => ReasonText> = {
  'image-format': (r) => ({
    because: `${r.actual} is not supported, only ${r.limit}`,
    change: 'converted to a supported format',
  }),
  'image-too-large': (r) => ({
    because: `${r.actual} is over the ${r.limit} limit`,
    change: 'compressed to fit',
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
    because: `aspect ratio ${r.actual} is outside ${r.limit}`,
    change: 'padded',
  }),
  'image-animated': () => ({ because: 'it is an animated image', change: 'the first frame is used' }),
  'image-rotated': () => ({ because: 'it is stored rotated', change: 'rotated upright' }),
  'image-colours': (r) => ({
    because: `its colour format is ${r.actual}`,
    change: `converted to ${r.limit}`,
  }),
  'image-metadata': () => ({
    because: 'it carries metadata (location, device, date)',
    change: 'metadata removed, the image is unchanged',
  }),
  'video-format': (r) => ({
    because: `${r.actual} is not supported, only ${r.limit}`,
    change: 'repacked as MP4',
  }),
  'video-codec': (r) => ({ because: `${r.actual} is not supported`, change: 'converted to H.264' }),
  'video-pixel-format': (r) => ({
    because: `its pixel format is ${r.actual}`,
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
    because: `aspect ratio ${r.actual} is outside ${r.limit}`,
    change: 'padded',
  }),
  'video-not-square-pixels': () => ({
    because: 'its pixels are not square',
    change: 'converted to square pixels',
  }),
  'video-rotated': () => ({ because: 'it is stored rotated', change: 'rotated upright' }),
  'video-odd-side': (r) => ({ because: `${r.actual} has odd dimensions`, change: 'padded by 1 px' }),
  'video-variable-fps': () => ({
    because: 'its frame rate varies',
    change: 'converted to a constant frame rate',
  }),
  'video-hdr': () => ({ because: 'it is HDR', change: 'converted to SDR' }),
  'video-interlaced': () => ({ because: 'it is interlaced', change: 'deinterlaced' }),
  'video-fps': (r) => ({
    because: `${r.actual} is over ${r.limit}`,
    change: `frame rate reduced to ${r.limit}`,
  }),
  'video-size-changes': (r) => ({
    because: `its frame size changes at ${r.actual}`,
    change: `the aspect ratio of each section is kept inside ${r.limit}`,
  }),
  'video-metadata': () => ({
    because: 'it carries metadata (location, device, date)',
    change: 'metadata removed',
  }),
  'video-extra-streams': (r) => ({
    because: `it has more than one video and one audio track (${r.actual} more)`,
    change: 'the other streams are removed',
  }),
  'video-duration-header': (r) => ({
    because: `its header states ${r.actual}, but it lasts ${r.limit}`,
    change: 'sent with the correct duration',
  }),
  'video-tracks-uneven': (r) => ({
    because: `the file lasts ${r.actual}, but its video ends at ${r.limit}`,
    change: 'trimmed to the end of the video',
  }),
  'video-starts-late': (r) => ({
    because: `its first frame is shown at ${r.limit}`,
    change: 'trimmed to start there',
  }),
  'video-hidden-frames': () => ({
    because: 'it contains frames that were trimmed but are only hidden',
    change: 'removed',
  }),
  'video-timestamps-restart': (r) =>
    r.severity === 'blocking'
      ? {
          because: 'its timestamps start again, as in files joined byte by byte',
          change: 'join the files with a video editor, or choose one of them',
        }
      : {
          because: 'its timestamps start again, as in files joined byte by byte',
          change: 'timestamps rewritten, nothing is cut',
        },
  'video-too-short': (r) => ({
    because: `${r.actual} is shorter than the ${r.limit} minimum`,
    change: 'choose a longer video',
  }),
  'video-too-long': (r) => ({
    because: `${r.actual} is over the ${r.limit} limit`,
    change: `the first ${r.limit} are used`,
  }),
  'video-trimmed': (r) => ({ because: `you selected ${r.limit} of ${r.actual}`, change: 'trimmed' }),
  'trim-too-short': (r) => ({
    because: `the selected ${r.actual} are shorter than the ${r.limit} minimum`,
    change: 'extend the selection',
  }),
  'trim-too-long': (r) => ({
    because: `the selected ${r.actual} are over the ${r.limit} limit`,
    change: `only its first ${r.limit} are used`,
  }),
  'trim-past-end': (r) => ({ because: `the video ends at ${r.limit}`, change: 'trimmed there' }),
  'audio-off': () => ({ because: 'audio is off', change: 'sent without audio' }),
  'audio-codec': (r) => ({
    because: `its audio (${r.actual}) is not widely supported, unlike ${r.limit}`,
    change: 'the audio converted to AAC, stereo',
  }),
  'audio-undecodable': (r) => ({
    because: `its audio (${r.actual}) cannot be decoded by the ffmpeg in use`,
    change: 'sent without audio',
  }),
  'audio-absent-in-selection': (r) => ({
    because: `no audio in this selection: the video has audio at ${r.actual}`,
    change: 'sent without audio',
  }),
  'output-fixed': (r) => ({
    because: `${r.source} says this orientation always gives ${r.limit}`,
    change: `nothing is changed for it: Kling's own rules and the other providers say that the result is as long as the reference video (${r.actual})`,
  }),
  'prompt-unavailable': (r) => ({
    because: `${r.source} does not support a prompt`,
    change: 'empty it, or choose another model',
  }),
  'negative-prompt-too-long': (r) => ({
    because: `${r.actual} characters are over the limit of ${r.limit}`,
    change: 'shorten the negative prompt',
  }),
  'negative-prompt-unavailable': (r) => ({
    because: `${r.source} does not support a negative prompt`,
    change: 'empty it, or choose another model',
  }),
  'prompt-too-long': (r) => ({
    because: `${r.actual} characters are over the limit of ${r.limit}`,
    change: 'shorten the prompt',
  }),
};
