/** Sentences of the notices: what happened, and what the user can do. For the page and the terminal. */
import { assertNever } from '../assert-never.ts';
import type { Notice } from '../model/notice.ts';

export type NoticeMessages = { readonly what: string; readonly wayOut: string };
type Kind<K extends Notice['kind']> = Extract<Notice, { kind: K }>;

/** `1 job was saved`, `3 jobs were saved`. */
const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

type Sentences = { readonly [K in Notice['kind']]: (notice: Kind<K>) => NoticeMessages };

/** `2026-12-01 10:00 UTC`: the same on every machine. */
const timeText = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

const returnedEn = (count: number): readonly string[] =>
  count === 0
    ? []
    : [`${counted(count, 'job that had been sent is', 'jobs that had been sent are')} back in the queue.`];
const heldBackEn = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${counted(count, 'unsent job does', 'unsent jobs do')} not start by ${count === 1 ? 'itself' : 'themselves'}.`,
      ];
const returnedEs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [`${counted(count, 'trabajo ya enviado vuelve', 'trabajos ya enviados vuelven')} a estar en la cola.`];
const heldBackEs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${counted(count, 'trabajo no enviado no empieza', 'trabajos no enviados no empiezan')} por sí solo${count === 1 ? '' : 's'}.`,
      ];

const en: Sentences = {
  'database-restored': ({ backedUpAt, aside, isComplete, returned, heldBack }) => ({
    what: [
      `The list of jobs and results was damaged or missing and was restored from its copy of ${timeText(backedUpAt)}.`,
      ...(isComplete
        ? ['Nothing had changed since then.']
        : [
            'Jobs added after that time and not yet sent are lost.',
            ...returnedEn(returned),
            ...heldBackEn(heldBack),
          ]),
    ].join(' '),
    wayOut: [
      ...(isComplete ? [] : ['Check the queue, and add again what is missing.']),
      ...(aside === null ? [] : [`The damaged file is kept as ${aside}.`]),
      ...(isComplete && aside === null ? ['You need not do anything.'] : []),
    ].join(' '),
  }),
  'database-begun-again': ({ returned }) => ({
    what: [
      'The list of jobs and results was gone and no copy of it could be used, so a new one was started.',
      'Your results are found again in their folders; jobs that were not sent yet are lost.',
      ...returnedEn(returned),
    ].join(' '),
    wayOut: 'Check the queue, or restore the data folder from a backup of your own.',
  }),
  'database-perhaps-older': ({ heldBack, returned }) => ({
    what: [
      'The list of jobs and results is an older copy.',
      'Jobs added since and not yet sent are lost.',
      ...returnedEn(returned),
      ...heldBackEn(heldBack),
    ].join(' '),
    wayOut: 'Check the queue, and add again what is missing.',
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
  'page-reloaded': () => ({
    what: 'The page of the window crashed and was loaded again.',
    wayOut:
      'Jobs continued meanwhile, and nothing was sent or charged again. Check the choices you had made.',
  }),
  'unexpected-error': () => ({
    what: 'An unexpected error occurred; a note of it is in the logs of this computer.',
    wayOut:
      'If something no longer responds, start Understudy again: jobs are resumed, and nothing is charged again.',
  }),
};

const es: Sentences = {
  'database-restored': ({ backedUpAt, aside, isComplete, returned, heldBack }) => ({
    what: [
      `La lista de trabajos y resultados estaba dañada o faltaba y se ha restaurado de su copia del ${timeText(backedUpAt)}.`,
      ...(isComplete
        ? ['Nada había cambiado desde entonces.']
        : [
            'Se han perdido los trabajos añadidos después y aún no enviados.',
            ...returnedEs(returned),
            ...heldBackEs(heldBack),
          ]),
    ].join(' '),
    wayOut: [
      ...(isComplete ? [] : ['Revisa la cola y vuelve a añadir lo que falte.']),
      ...(aside === null ? [] : [`El archivo dañado se conserva como ${aside}.`]),
      ...(isComplete && aside === null ? ['No tienes que hacer nada.'] : []),
    ].join(' '),
  }),
  'database-begun-again': ({ returned }) => ({
    what: [
      'La lista de trabajos y resultados no estaba y no se ha podido usar ninguna copia, así que se ha empezado una nueva.',
      'Tus resultados se vuelven a encontrar en sus carpetas; los trabajos aún no enviados se han perdido.',
      ...returnedEs(returned),
    ].join(' '),
    wayOut: 'Revisa la cola, o recupera la carpeta de datos de una copia de seguridad tuya.',
  }),
  'database-perhaps-older': ({ heldBack, returned }) => ({
    what: [
      'La lista de trabajos y resultados es una copia antigua.',
      'Se han perdido los trabajos añadidos desde entonces y aún no enviados.',
      ...returnedEs(returned),
      ...heldBackEs(heldBack),
    ].join(' '),
    wayOut: 'Revisa la cola y vuelve a añadir lo que falte.',
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
  'page-reloaded': () => ({
    what: 'La página de la ventana ha fallado y se ha vuelto a cargar.',
    wayOut:
      'Los trabajos han continuado y nada se ha enviado ni cobrado otra vez. Revisa las opciones que habías elegido.',
  }),
  'unexpected-error': () => ({
    what: 'Se ha producido un error inesperado; queda una nota en los registros de este equipo.',
    wayOut:
      'Si algo deja de responder, reinicia Understudy: los trabajos se reanudan y nada se cobra otra vez.',
  }),
};

const sentences = { en, es };

export const noticeMessages = (notice: Notice, language: 'en' | 'es'): NoticeMessages => {
  const words = sentences[language];
  switch (notice.kind) {
    case 'database-restored':
      return words['database-restored'](notice);
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
    case 'page-reloaded':
      return words['page-reloaded'](notice);
    case 'unexpected-error':
      return words['unexpected-error'](notice);
    default:
      return assertNever(notice);
  }
};
