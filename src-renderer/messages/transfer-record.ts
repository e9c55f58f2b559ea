/** A privacy receipt in words: how each file of a run went, who can read it and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import { deliveryMessages } from './delivery.ts';
import type { Figures } from './figures.ts';

const en = {
  title: 'Where the files went',
  none: 'Nothing has left this computer yet.',
  unknown: 'Nothing was written down of files leaving this computer.',
  files: { image: 'Image', video: 'Video', result: 'Result' } satisfies Record<
    TransferRecord['file'],
    string
  >,
  via: {
    'this-computer': 'Stayed on this computer',
    'inside-request': 'Inside the request itself',
    'fal-storage': 'By a link into fal\u2019s storage',
    bucket: 'By a signed link into your bucket',
    'pasted-link': 'By a link of your own',
    provider: 'Kept by the provider for the download',
  } satisfies Record<TransferRecord['via'], string>,
  at: (way: string, host: string): string => `${way} (${host})`,
  readableBy: {
    'nobody-else': 'Nobody else can read it.',
    provider: 'Only the provider can read it.',
    'anyone-with-the-link': 'Anyone with the link can read it.',
  } satisfies Record<TransferRecord['readableBy'], string>,
  until: (moment: string): string => `The link ends on ${moment}.`,
  kept: (span: string): string => `The link is kept for ${span}.`,
  endless: 'Nobody says when the link ends.',
  own: 'The link lasts as long as you leave it.',
  deleted: 'Set to be deleted by this program when the run has ended.',
  span: deliveryMessages.en.lasting,
};
type TransferRecordMessages = typeof en;

const es: TransferRecordMessages = {
  title: 'Adónde fueron los archivos',
  none: 'Todavía no ha salido nada de este equipo.',
  unknown: 'No se anotó nada de archivos que salieran de este equipo.',
  files: { image: 'Imagen', video: 'Vídeo', result: 'Resultado' },
  via: {
    'this-computer': 'Se quedó en este equipo',
    'inside-request': 'Dentro de la propia solicitud',
    'fal-storage': 'Por un enlace al almacenamiento de fal',
    bucket: 'Por un enlace firmado a tu bucket',
    'pasted-link': 'Por un enlace tuyo',
    provider: 'Lo guarda el proveedor para la descarga',
  },
  at: (way, host) => `${way} (${host})`,
  readableBy: {
    'nobody-else': 'Nadie más puede leerlo.',
    provider: 'Solo el proveedor puede leerlo.',
    'anyone-with-the-link': 'Quien tenga el enlace puede leerlo.',
  },
  until: (moment) => `El enlace acaba el ${moment}.`,
  kept: (span) => `El enlace dura ${span}.`,
  endless: 'Nadie dice cuándo acaba el enlace.',
  own: 'El enlace dura lo que tú lo dejes.',
  deleted: 'Este programa debe borrarlo al acabar la ejecución.',
  span: deliveryMessages.es.lasting,
};

export const transferRecordMessages = { en, es };

/** When a link ends; null: there is no link. */
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

/** `way`: how it went and how large it was; `notes`: who can read it, and until when. */
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
