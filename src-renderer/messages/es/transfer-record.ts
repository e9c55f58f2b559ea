/** Texts of a transfer record: how each file of a run was delivered, who can read it and until when. */
import { lastingIn } from '../durations.ts';
import type { TransferRecordMessages } from '../en/transfer-record.ts';

export const transferRecord: TransferRecordMessages = {
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
  span: lastingIn('es'),
};
