/** Notices in Spanish: what happened, and what the user can do. For the page and the terminal. */
import { counted, type NoticeSentences, timeText } from '../notice-text.ts';

const returnedJobs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [`${counted(count, 'trabajo ya enviado vuelve', 'trabajos ya enviados vuelven')} a estar en la cola.`];
const heldBackJobs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${counted(count, 'trabajo no enviado no empieza', 'trabajos no enviados no empiezan')} por sí solo${count === 1 ? '' : 's'}.`,
      ];

export const notices: NoticeSentences = {
  'database-restored': ({ backedUpAt, aside, isComplete, returned, heldBack }) => ({
    what: [
      `La lista de trabajos y resultados estaba dañada o faltaba y se ha restaurado de su copia del ${timeText(backedUpAt)}.`,
      ...(isComplete
        ? ['Nada había cambiado desde entonces.']
        : [
            'Se han perdido los trabajos añadidos después y aún no enviados.',
            ...returnedJobs(returned),
            ...heldBackJobs(heldBack),
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
      ...returnedJobs(returned),
    ].join(' '),
    wayOut: 'Revisa la cola, o recupera la carpeta de datos de una copia de seguridad tuya.',
  }),
  'database-perhaps-older': ({ heldBack, returned }) => ({
    what: [
      'La lista de trabajos y resultados es una copia antigua.',
      'Se han perdido los trabajos añadidos desde entonces y aún no enviados.',
      ...returnedJobs(returned),
      ...heldBackJobs(heldBack),
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
