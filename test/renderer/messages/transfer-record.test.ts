import { expect, test } from 'vitest';
import type { TransferRecord } from '#contract/model/delivery.ts';
import { transferRecord as en } from '#renderer/messages/en/transfer-record.ts';
import { transferRecord as es } from '#renderer/messages/es/transfer-record.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { transferRecordText } from '#renderer/messages/transfer-record-text.ts';

const transferRecord = (more: Partial<TransferRecord>): TransferRecord => ({
  file: 'video',
  sizeBytes: 4_200_000,
  via: 'fal-storage',
  host: 'v3.fal.media',
  readableBy: 'anyone-with-the-link',
  until: null,
  keptSec: null,
  isDeletedAfterwards: false,
  ...more,
});
const messages = (more: Partial<TransferRecord>, language: 'en' | 'es' = 'en') =>
  transferRecordText(transferRecord(more), { en, es }[language], createFigures(language, 'UTC'));

test('a file with a link: where it is stored, who can read it and until when', () => {
  expect(messages({ until: '2026-11-28T10:00:00.000Z' })).toEqual({
    file: 'Video',
    way: 'Uploaded to fal storage (v3.fal.media) \u00b7 4.2 MB',
    notes: [
      'Anyone with the link can read it.',
      expect.stringMatching(/^The link expires on Nov 28, 2026, 10:00\sAM\.$/),
    ],
  });
});

test('a file in a bucket: that it is deleted, and when its link expires at the latest', () => {
  expect(
    messages({
      file: 'image',
      via: 'bucket',
      host: 's3.example.com',
      keptSec: 604_800,
      isDeletedAfterwards: true,
    }),
  ).toEqual({
    file: 'Image',
    way: 'Uploaded to your bucket with a signed link (s3.example.com) \u00b7 4.2 MB',
    notes: [
      'Anyone with the link can read it.',
      'Deleted by Understudy after the generation.',
      'The link expires after 7 days.',
    ],
  });
});

test('a file without a link has no expiry', () => {
  expect([
    messages({ via: 'inside-request', host: null, readableBy: 'provider' }),
    messages({ via: 'this-computer', host: null, readableBy: 'only-you', sizeBytes: null }),
  ]).toEqual([
    {
      file: 'Video',
      way: 'Sent inline with the request \u00b7 4.2 MB',
      notes: ['Visible to the provider only.'],
    },
    { file: 'Video', way: 'Stayed on this computer', notes: ['Visible to you only.'] },
  ]);
});

test('an expiry that is not documented is stated as unknown, and that of the user\u2019s own link as theirs', () => {
  expect(messages({ file: 'result', via: 'provider', sizeBytes: null }).notes.at(-1)).toBe(
    'Link expiry unknown.',
  );
  expect(messages({ via: 'pasted-link' }).notes.at(-1)).toBe('The URL works for as long as you keep it.');
});

test('a transfer record is translated into Spanish', () => {
  expect(messages({ keptSec: 36 * 3600 }, 'es')).toEqual({
    file: 'Vídeo',
    way: 'Subido al almacenamiento de fal (v3.fal.media) \u00b7 4.2 MB',
    notes: ['Quien tenga el enlace puede leerlo.', 'El enlace caduca al cabo de 36 horas.'],
  });
});
