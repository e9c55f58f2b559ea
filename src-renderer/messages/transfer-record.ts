/** A transfer record as text: how each file of a run was delivered, who can read it and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { TransferRecord } from '#contract/model/delivery.ts';
import { deliveryMessages } from './delivery.ts';
import type { Figures } from './figures.ts';

const en = {
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
  span: deliveryMessages.en.lasting,
};
type TransferRecordMessages = typeof en;

const es: TransferRecordMessages = {
  title: 'Datos y privacidad',
  none: 'Todavía no ha salido ningún archivo de este equipo.',
  unknown: 'No hay registro de archivos que hayan salido de este equipo.',
  files: { image: 'Imagen', video: 'Vídeo', result: 'Resultado' },
  via: {
    'this-computer': 'Se quedó en este equipo',
    'inside-request': 'Enviado dentro de la solicitud',
    'fal-storage': 'Subido al almacenamiento de fal',
    bucket: 'Subido a tu bucket con un enlace firmado',
    'pasted-link': 'Leído desde tu URL',
    provider: 'Alojado por el proveedor para la descarga',
  },
  at: (way, host) => `${way} (${host})`,
  readableBy: {
    'only-you': 'Visible solo para ti.',
    provider: 'Visible solo para el proveedor.',
    'anyone-with-the-link': 'Quien tenga el enlace puede leerlo.',
  },
  until: (moment) => `El enlace caduca el ${moment}.`,
  kept: (span) => `El enlace caduca al cabo de ${span}.`,
  endless: 'Caducidad del enlace desconocida.',
  own: 'La URL funciona mientras la mantengas.',
  deleted: 'Understudy lo borra después de la generación.',
  span: deliveryMessages.es.lasting,
};

export const transferRecordMessages = { en, es };

/** When a link expires; null: there is no link. */
const endOf = (
  transferRecord: TransferRecord,
  messages: TransferRecordMessages,
  figures: Figures,
): string | null => {
  const { via, until, keptSec } = transferRecord;
  switch (via) {
    case 'this-computer':
    case 'inside-request':
      return null;
    case 'pasted-link':
      return messages.own;
    case 'fal-storage':
    case 'bucket':
    case 'provider':
      if (until !== null) return messages.until(figures.moment(until));
      return keptSec === null ? messages.endless : messages.kept(messages.span(keptSec));
    default:
      return assertNever(via);
  }
};

/** `way`: the delivery method and the size; `notes`: who can read it, and until when. */
export const transferRecordText = (
  transferRecord: TransferRecord,
  messages: TransferRecordMessages,
  figures: Figures,
): { readonly file: string; readonly way: string; readonly notes: readonly string[] } => {
  const { file, via, host, sizeBytes, readableBy, isDeletedAfterwards } = transferRecord;
  const way = host === null ? messages.via[via] : messages.at(messages.via[via], host);
  const size = sizeBytes === null ? [] : [figures.bytes(sizeBytes)];
  const end = endOf(transferRecord, messages, figures);
  return {
    file: messages.files[file],
    way: [way, ...size].join(' \u00b7 '),
    notes: [
      messages.readableBy[readableBy],
      ...(isDeletedAfterwards ? [messages.deleted] : []),
      ...(end === null ? [] : [end]),
    ],
  };
};
