/** Texts of a transfer record: how each file of a run was delivered, who can read it and until when. */
import type { TransferRecord } from '#contract/model/delivery.ts';
import { lastingIn } from '../durations.ts';

export const transferRecord = {
  title: 'Data and privacy',
  none: 'No file has left this computer yet.',
  unknown: 'No record of files leaving this computer.',
  files: { image: 'Image', video: 'Video', result: 'Result' } satisfies Record<
    TransferRecord['file'],
    string
  >,
  via: {
    'this-computer': 'Stayed on this computer',
    'inside-request': 'Sent inline with the request',
    'fal-storage': 'Uploaded to fal storage',
    bucket: 'Uploaded to your bucket with a signed link',
    'pasted-link': 'Read from your own URL',
    provider: 'Hosted by the provider for the download',
  } satisfies Record<TransferRecord['via'], string>,
  at: (way: string, host: string): string => `${way} (${host})`,
  readableBy: {
    'only-you': 'Visible to you only.',
    provider: 'Visible to the provider only.',
    'anyone-with-the-link': 'Anyone with the link can read it.',
  } satisfies Record<TransferRecord['readableBy'], string>,
  until: (moment: string): string => `The link expires on ${moment}.`,
  kept: (span: string): string => `The link expires after ${span}.`,
  endless: 'Link expiry unknown.',
  own: 'The URL works for as long as you keep it.',
  deleted: 'Deleted by Understudy after the generation.',
  span: lastingIn('en'),
};
export type TransferRecordMessages = typeof transferRecord;
