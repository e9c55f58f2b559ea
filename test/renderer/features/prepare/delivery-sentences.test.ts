import { expect, test } from 'vitest';
import type { TransferRecord } from '#contract/model/delivery.ts';
import { deliverySentences } from '#renderer/features/prepare/delivery-sentences.ts';
import { type DeliveryMessages, delivery as en } from '#renderer/messages/en/delivery.ts';
import { delivery as es } from '#renderer/messages/es/delivery.ts';
import type { FileDelivery } from '#renderer/state/delivery.ts';

const storage: TransferRecord = {
  file: 'image',
  sizeBytes: 1000,
  via: 'fal-storage',
  host: null,
  readableBy: 'anyone-with-the-link',
  until: null,
  keptSec: 604_800,
  isDeletedAfterwards: false,
};
const inline: TransferRecord = { ...storage, via: 'inside-request', readableBy: 'provider', keptSec: null };
const pasted = (host: string): TransferRecord => ({ ...storage, via: 'pasted-link', host, keptSec: null });
// Only the transfer record is used.
const going = (transferRecord: TransferRecord): FileDelivery => ({
  delivery: { kind: 'local' },
  transferRecord,
  isSizeExact: true,
});
const stuck: FileDelivery = {
  delivery: { kind: 'missing', why: 'no-host' },
  transferRecord: null,
  isSizeExact: true,
};

const say = (image: FileDelivery | null, video: FileDelivery | null, messages: DeliveryMessages = en) =>
  deliverySentences({ image, video }, { messages, provider: 'Novita' });

test('returns one sentence for both files if they are delivered the same way', () => {
  const same = [going(storage), going({ ...storage, file: 'video' })] as const;
  expect([say(...same), say(...same, es)]).toEqual([
    {
      missing: null,
      going: [
        'The image and video are uploaded to fal storage; anyone with the link can read them for 7 days.',
      ],
    },
    {
      missing: null,
      going: [
        'La imagen y el vídeo se suben al almacenamiento de fal; quien tenga el enlace puede leerlos durante 7 días.',
      ],
    },
  ]);
});

test('returns one sentence per file if they are delivered differently', () => {
  expect(say(going(inline), going(storage)).going).toEqual([
    'The image is sent inline; visible to Novita only.',
    'The video is uploaded to fal storage; anyone with the link can read it for 7 days.',
  ]);
  expect(say(going(pasted('a.example')), going(pasted('b.example'))).going).toEqual([
    'The image is read from your own URL at a.example.',
    'The video is read from your own URL at b.example.',
  ]);
});

test('names a file that cannot be delivered, and still describes the other', () => {
  expect(say(stuck, stuck)).toEqual({
    missing: 'Novita needs URLs for the image and the video.',
    going: [],
  });
  expect(say(going(inline), stuck)).toEqual({
    missing: 'Novita needs a URL for the video.',
    going: ['The image is sent inline; visible to Novita only.'],
  });
});

test('omits a file that has not been added yet', () => {
  expect(say(null, going(storage)).going).toEqual([
    'The video is uploaded to fal storage; anyone with the link can read it for 7 days.',
  ]);
});

test('has a sentence for each delivery, for one file and for both, in both languages', () => {
  const texts = { host: 'files.example', kept: '7 days', provider: 'Novita' };
  for (const { going: deliveryMethods, missing } of [en, es])
    for (const sentences of [...Object.values(deliveryMethods), missing])
      for (const sentence of Object.values(sentences)) expect(sentence(texts)).toMatch(/^[A-Z].*\.$/);
});

test('shows a duration in the largest unit of which there are at least two', () => {
  const { lasting } = en;
  expect([604_800, 90_000, 7200, 3600, 60].map(lasting)).toEqual([
    '7 days',
    '25 hours',
    '2 hours',
    '60 minutes',
    '1 minute',
  ]);
});
