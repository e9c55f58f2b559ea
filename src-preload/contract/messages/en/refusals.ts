/** In English, the meaning of a refusal by a provider or a bucket: what happened, and what to do. */
import type { ErrorOf } from '../../errors.ts';
import { about } from '../names.ts';
import { clockError, fileOf, type Refusals } from '../refusal-text.ts';

const clock = (error: ErrorOf<'clock-wrong'>): string => {
  const off = clockError(error, 'en');
  if (off === null) return 'The clock of this computer is wrong';
  return `The clock of this computer is ${off.amount} ${off.isAhead ? 'fast' : 'slow'}`;
};

export const refusals: Refusals = {
  'content-refused': (e) => ({
    what: `${about(e, 'The provider')} does not allow what the image, the video or the prompt shows.`,
    wayOut: 'See the details for its rule, and choose other material.',
  }),
  'input-unreadable-there': (e) => ({
    what: `${about(e, 'The provider')} could not read the image or the video.`,
    wayOut: 'Check the link if it is your own; otherwise try again, the files are then uploaded anew.',
  }),
  'bucket-refused': () => ({
    what: 'Your bucket refused the request.',
    wayOut: 'Check its name, its address and its key in Settings, and press Test there.',
  }),
  'key-not-permitted': (e) => ({
    what: `Your key for ${about(e, 'the provider')} is accepted, but does not have the permission for this.`,
    wayOut: 'Give the key that permission at the provider, or set another key in Settings.',
  }),
  'bucket-name-invalid': (e) => ({
    what: `${e.subject === undefined ? 'That' : `"${e.subject}"`} cannot be the name of a bucket.`,
    wayOut:
      'Set its name in Settings: 3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends.',
  }),
  'body-not-found': (e) => ({
    what: `No whole upper body was found in ${fileOf(e, { image: 'the character image', video: 'the reference video', both: 'the image or the video' })}.`,
    wayOut:
      e.subject === 'image'
        ? 'Choose an image of one person, cropped closer, with room above the head and both arms in sight.'
        : 'Crop closer with room above the head, start where the whole body is in sight, and show one person only.',
  }),
  'several-people': (e) => ({
    what: `${about(e, 'The provider')} found more than one person.`,
    wayOut: 'Crop to one person, or choose a file with only one person in it.',
  }),
  'motion-too-short': (e) => ({
    what: `${about(e, 'The provider')} found less than 3 seconds of usable motion in the video.`,
    wayOut:
      'Choose another part: at least 3 seconds without a cut, with one person upright and facing the camera.',
  }),
  'figure-unusable': (e) => ({
    what: `${about(e, 'The provider')} found no usable figure in the image or in the first frame of the video.`,
    wayOut: 'Choose an image of a figure with a clear human build, or start the video later.',
  }),
  'image-unreadable-there': (e) => ({
    what: `${about(e, 'The provider')} could not recognise anything in the character image.`,
    wayOut: 'Choose another image, or save it anew as JPEG and choose that.',
  }),
  'status-unavailable': (e) => ({
    what: `${about(e, 'The provider')} does not say what became of this run.`,
    wayOut: 'Check the status again later, which costs nothing; the details hold the answer.',
  }),
  'clock-wrong': (e) => ({
    what: `${clock(e)}, so your bucket refused the request.`,
    wayOut: 'Set the time, the date and the time zone of this computer right, then try again.',
  }),
};
