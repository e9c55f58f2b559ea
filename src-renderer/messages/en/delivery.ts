/** Texts of the Studio about where the files of a run are sent, who can read them there, and until when. */
import type { TransferRecord } from '#contract/model/delivery.ts';
import { lastingIn } from '../durations.ts';

type File = 'image' | 'video';

/** Subject of a sentence: one of the files, or both where they are delivered the same way. */
export type Subject = File | 'both';

/** `host`: host name of the server that stores it. `kept`: the retention, as text. */
export type RecordTexts = { readonly host: string; readonly kept: string; readonly provider: string };

type Sentence = (texts: RecordTexts) => string;

export const delivery = {
  title: 'Data and privacy',
  why: 'Who can read the image, the video and the result of this generation.',
  open: 'Data and privacy details',
  openShort: 'Details',
  lasting: lastingIn('en'),
  going: {
    'this-computer': {
      both: () => 'The image and video stay on this computer.',
      image: () => 'The image stays on this computer.',
      video: () => 'The video stays on this computer.',
    },
    'inside-request': {
      both: ({ provider }) => `The image and video are sent inline; visible to ${provider} only.`,
      image: ({ provider }) => `The image is sent inline; visible to ${provider} only.`,
      video: ({ provider }) => `The video is sent inline; visible to ${provider} only.`,
    },
    'fal-storage': {
      both: ({ kept }) =>
        `The image and video are uploaded to fal storage; anyone with the link can read them for ${kept}.`,
      image: ({ kept }) =>
        `The image is uploaded to fal storage; anyone with the link can read it for ${kept}.`,
      video: ({ kept }) =>
        `The video is uploaded to fal storage; anyone with the link can read it for ${kept}.`,
    },
    bucket: {
      both: () =>
        'The image and video are uploaded to your bucket; anyone with the link can read them until they are deleted after the generation.',
      image: () =>
        'The image is uploaded to your bucket; anyone with the link can read it until it is deleted after the generation.',
      video: () =>
        'The video is uploaded to your bucket; anyone with the link can read it until it is deleted after the generation.',
    },
    'pasted-link': {
      both: ({ host }) => `The image and video are read from your own URLs at ${host}.`,
      image: ({ host }) => `The image is read from your own URL at ${host}.`,
      video: ({ host }) => `The video is read from your own URL at ${host}.`,
    },
  } satisfies Record<Exclude<TransferRecord['via'], 'provider'>, Record<Subject, Sentence>>,
  missing: {
    both: ({ provider }) => `${provider} needs URLs for the image and the video.`,
    image: ({ provider }) => `${provider} needs a URL for the image.`,
    video: ({ provider }) => `${provider} needs a URL for the video.`,
  } satisfies Record<Subject, Sentence>,
  missingWayOut: 'Add a fal key or an S3 bucket in Settings, or use your own URL.',
  toSettings: 'Open Settings',
  pasteLink: 'Paste a URL',
  badLink: 'Your own URL cannot be used.',
  mendLink: 'Fix URL',
  table: {
    file: 'File',
    size: 'Size',
    via: 'Transfer',
    host: 'Host',
    readableBy: 'Who can read it',
    until: 'Retention',
    files: { image: 'Image', video: 'Video', result: 'Result' } satisfies Record<
      TransferRecord['file'],
      string
    >,
    vias: {
      'this-computer': 'not uploaded',
      'inside-request': 'inline',
      'fal-storage': 'fal storage',
      bucket: 'your bucket',
      'pasted-link': 'your own URL',
      provider: 'provider link',
    } satisfies Record<TransferRecord['via'], string>,
    readers: {
      'only-you': () => 'you only',
      provider: (provider: string): string => `${provider} only`,
      'anyone-with-the-link': () => 'anyone with the link',
    } satisfies Record<TransferRecord['readableBy'], (provider: string) => string>,
    thisComputer: 'this computer',
    noDeliveryMethod: 'no URL yet',
    atMost: (size: string): string => `at most ${size}`,
    notYet: 'not known yet',
    notStated: (provider: string): string => `not stated by ${provider}`,
    ownLink: 'as long as your URL works',
    withYou: 'until you delete it',
    deleted: (kept: string): string => `deleted after the generation; link expires after ${kept} at most`,
    from: (source: string, date: string): string => `From ${source}, as of ${date}`,
  },
  own: {
    title: 'Use my own URL',
    why: 'The URL must serve exactly the file that would be sent, publicly and without a login. It is read and compared before anything is charged; a URL of another file is rejected.',
    labels: { image: 'Image URL', video: 'Video URL' } satisfies Record<File, string>,
    asItIs: (name: string): string => `The original file is sent: use a URL of ${name} itself.`,
    fitted: 'Use a URL of the converted file, not of the file you added.',
    noUse: (model: string): string => `${model} does not read URLs, so none is needed or sent.`,
    making: 'The converted files are being prepared. You can save them here in a moment.',
    saveWhy: 'Save the converted file, upload it unchanged, and paste its URL.',
    save: { image: 'Save converted image', video: 'Save converted video' } satisfies Record<File, string>,
    bad: {
      'no-link': 'This is not a URL.',
      'not-https': 'The URL must begin with https://',
      password: 'The URL contains a user name or password, which the provider would see.',
    },
  },
};
export type DeliveryMessages = typeof delivery;
