/** Sentences of the notices: what happened, and what the user can do. For the page and the terminal. */
import { assertNever } from '../assert-never.ts';
import type { Notice } from '../model/notice.ts';

export type NoticeMessages = { readonly what: string; readonly wayOut: string };
type Kind<K extends Notice['kind']> = Extract<Notice, { kind: K }>;

/** `1 job was saved`, `3 jobs were saved`. */
const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

type Sentences = { readonly [K in Notice['kind']]: (notice: Kind<K>) => NoticeMessages };

const en: Sentences = {
  'database-repaired': ({ jobsSaved, jobsLost, aside }) => ({
    what: `The list of jobs and results was damaged: ${counted(jobsSaved, 'job was', 'jobs were')} recovered, ${
      jobsLost === 0 ? 'none is known to be lost' : `at least ${counted(jobsLost, 'was', 'were')} lost`
    }. Results are restored from their folders.`,
    wayOut: `If a job is missing, check your account at its provider before you submit it again: it may have been charged. The damaged file is kept as ${aside}.`,
  }),
  'database-begun-again': () => ({
    what: 'The list of jobs and results was missing, so a new one was created. Results are restored from their folders; queued and running jobs are not.',
    wayOut:
      'Check your accounts at the providers before you submit anything again: running jobs may have been charged. You can also restore the data folder from a backup.',
  }),
  'database-perhaps-older': ({ heldBack }) => ({
    what:
      heldBack === 0
        ? 'The data appears to be an older copy. It contains no queued job.'
        : `The data appears to be an older copy, so ${counted(heldBack, 'queued job was', 'queued jobs were')} held back: ${
            heldBack === 1 ? 'it' : 'they'
          } may have been submitted and charged already.`,
    wayOut:
      heldBack === 0
        ? 'Jobs submitted after the copy was made are missing: check your accounts at the providers.'
        : `Resolve ${heldBack === 1 ? 'it' : 'them'} in the queue.`,
  }),
  'catalogue-rebuilt': ({ found }) => ({
    what: `${counted(found, 'result', 'results')} restored to the library.`,
    wayOut: 'No action is needed.',
  }),
  'items-left-alone': ({ newer, others }) => ({
    what: `${counted(newer + others, 'library folder was', 'library folders were')} skipped: ${[
      ...(newer > 0 ? [`made by a newer version (${newer})`] : []),
      ...(others > 0 ? [`unreadable or misplaced (${others})`] : []),
    ].join(', or ')}.`,
    wayOut: 'Rescan the library in Settings to see which. Nothing in them was changed.',
  }),
  'library-away': ({ folder }) => ({
    what: `The library location is not available (${folder}).`,
    wayOut: 'Connect its disk. Until then finished jobs wait; nothing is lost.',
  }),
  'library-read-only': ({ folder }) => ({
    what: `The library location is read-only (${folder}).`,
    wayOut:
      'Allow writing there, or move the library in Settings. Until then finished jobs wait; nothing is lost.',
  }),
};

const es: Sentences = {
  'database-repaired': ({ jobsSaved, jobsLost, aside }) => ({
    what: `La lista de trabajos y resultados estaba dañada: ${counted(
      jobsSaved,
      'trabajo recuperado',
      'trabajos recuperados',
    )}, ${
      jobsLost === 0
        ? 'no consta que se haya perdido ninguno'
        : `al menos ${counted(jobsLost, 'perdido', 'perdidos')}`
    }. Los resultados se restauran desde sus carpetas.`,
    wayOut: `Si falta un trabajo, consulta tu cuenta en su proveedor antes de enviarlo otra vez: puede que se haya cobrado. El archivo dañado se conserva como ${aside}.`,
  }),
  'database-begun-again': () => ({
    what: 'Faltaba la lista de trabajos y resultados, así que se ha creado una nueva. Los resultados se restauran desde sus carpetas; los trabajos en cola o en marcha, no.',
    wayOut:
      'Consulta tus cuentas en los proveedores antes de volver a enviar nada: puede que se hayan cobrado trabajos en marcha. También puedes restaurar la carpeta de datos desde una copia de seguridad.',
  }),
  'database-perhaps-older': ({ heldBack }) => ({
    what:
      heldBack === 0
        ? 'Los datos parecen una copia antigua. No contiene trabajos en cola.'
        : `Los datos parecen una copia antigua, así que ${
            heldBack === 1
              ? 'se ha retenido 1 trabajo en cola: puede que ya se enviara y se cobrara'
              : `se han retenido ${heldBack} trabajos en cola: puede que ya se enviaran y se cobraran`
          }.`,
    wayOut:
      heldBack === 0
        ? 'Faltan los trabajos enviados después de hacer la copia: consulta tus cuentas en los proveedores.'
        : `${heldBack === 1 ? 'Resuélvelo' : 'Resuélvelos'} en la cola.`,
  }),
  'catalogue-rebuilt': ({ found }) => ({
    what:
      found === 1
        ? '1 resultado restaurado en la biblioteca.'
        : `${found} resultados restaurados en la biblioteca.`,
    wayOut: 'No hay que hacer nada.',
  }),
  'items-left-alone': ({ newer, others }) => ({
    what: `${
      newer + others === 1
        ? 'Se ha omitido 1 carpeta de la biblioteca'
        : `Se han omitido ${newer + others} carpetas de la biblioteca`
    }: ${[
      ...(newer > 0 ? [`de una versión más nueva (${newer})`] : []),
      ...(others > 0 ? [`ilegibles o fuera de su sitio (${others})`] : []),
    ].join(', o ')}.`,
    wayOut: 'Vuelve a examinar la biblioteca en Ajustes para ver cuáles. No se ha cambiado nada en ellas.',
  }),
  'library-away': ({ folder }) => ({
    what: `La ubicación de la biblioteca no está disponible (${folder}).`,
    wayOut: 'Conecta su disco. Hasta entonces los trabajos terminados esperan; no se pierde nada.',
  }),
  'library-read-only': ({ folder }) => ({
    what: `La ubicación de la biblioteca es de solo lectura (${folder}).`,
    wayOut:
      'Permite escribir en ella o mueve la biblioteca en Ajustes. Hasta entonces los trabajos terminados esperan; no se pierde nada.',
  }),
};

const sentences = { en, es };

export const noticeMessages = (notice: Notice, language: 'en' | 'es'): NoticeMessages => {
  const words = sentences[language];
  switch (notice.kind) {
    case 'database-repaired':
      return words['database-repaired'](notice);
    case 'database-begun-again':
      return words['database-begun-again'](notice);
    case 'database-perhaps-older':
      return words['database-perhaps-older'](notice);
    case 'catalogue-rebuilt':
      return words['catalogue-rebuilt'](notice);
    case 'items-left-alone':
      return words['items-left-alone'](notice);
    case 'library-away':
      return words['library-away'](notice);
    case 'library-read-only':
      return words['library-read-only'](notice);
    default:
      return assertNever(notice);
  }
};
