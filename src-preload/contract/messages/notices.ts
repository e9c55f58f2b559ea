/** What the program came upon by itself, in sentences: what happened, and what a person can do. For the page and the terminal. */
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
    what: `The list of jobs and results was damaged: ${counted(jobsSaved, 'job was', 'jobs were')} saved, ${
      jobsLost === 0 ? 'and none is known to be lost' : `at least ${counted(jobsLost, 'was', 'were')} lost`
    }. Your results are found again from their folders.`,
    wayOut: `If a run is missing, look at your account at its provider before you send it again. The damaged file is kept as ${aside}.`,
  }),
  'database-begun-again': () => ({
    what: 'The list of jobs and results was gone, and a new one was begun. Your results are found again from their folders; jobs that were waiting or running are not in it.',
    wayOut:
      'Look at your accounts at the providers before you send anything again, or put the data folder back from a backup.',
  }),
  'database-perhaps-older': ({ heldBack }) => ({
    what:
      heldBack === 0
        ? 'The data looks like an older copy. No job was waiting in it.'
        : `The data looks like an older copy, so ${counted(heldBack, 'waiting job was', 'waiting jobs were')} held back: ${
            heldBack === 1 ? 'it' : 'they'
          } may have been sent and paid already.`,
    wayOut:
      heldBack === 0
        ? 'Runs that were sent after it was made are missing: look at your accounts at the providers.'
        : `Look at ${heldBack === 1 ? 'it' : 'them'} in the queue, and decide there.`,
  }),
  'catalogue-rebuilt': ({ found }) => ({
    what: `${counted(found, 'result was', 'results were')} found again in ${found === 1 ? 'its folder' : 'their folders'}.`,
    wayOut: 'Nothing needs to be done; the library shows what was found.',
  }),
  'items-left-alone': ({ newer, others }) => ({
    what: `${counted(newer + others, 'folder of the library was', 'folders of the library were')} left alone: ${[
      ...(newer > 0 ? [`made by a newer version (${newer})`] : []),
      ...(others > 0 ? [`not readable or not in ${others === 1 ? 'its' : 'their'} place (${others})`] : []),
    ].join(', or ')}.`,
    wayOut:
      'Look through the folders again under Settings, Storage, to see which. Nothing in them was changed.',
  }),
  'library-away': ({ folder }) => ({
    what: `The library\u2019s folder is away (${folder}).`,
    wayOut: 'Connect its disk; until then finished runs wait and nothing is lost.',
  }),
  'library-read-only': ({ folder }) => ({
    what: `Nothing can be written to the library\u2019s folder (${folder}).`,
    wayOut: 'Allow writing there, or move the library in Settings; until then finished runs wait.',
  }),
};

const es: Sentences = {
  'database-repaired': ({ jobsSaved, jobsLost, aside }) => ({
    what: `La lista de trabajos y resultados estaba dañada: ${counted(
      jobsSaved,
      'trabajo se ha salvado',
      'trabajos se han salvado',
    )} y ${
      jobsLost === 0
        ? 'no consta que se haya perdido ninguno'
        : counted(jobsLost, 'o más se han perdido', 'o más se han perdido')
    }. Tus resultados se vuelven a encontrar por sus carpetas.`,
    wayOut: `Si falta una ejecución, mira tu cuenta en su proveedor antes de enviarla otra vez. El archivo dañado se conserva como ${aside}.`,
  }),
  'database-begun-again': () => ({
    what: 'La lista de trabajos y resultados no estaba, y se ha empezado una nueva. Tus resultados se vuelven a encontrar por sus carpetas; los trabajos en espera o en marcha no están en ella.',
    wayOut:
      'Mira tus cuentas en los proveedores antes de volver a enviar nada, o recupera la carpeta de datos de una copia de seguridad.',
  }),
  'database-perhaps-older': ({ heldBack }) => ({
    what:
      heldBack === 0
        ? 'Los datos parecen una copia antigua. No había en ella trabajos en espera.'
        : `Los datos parecen una copia antigua, así que ${
            heldBack === 1
              ? 'se ha retenido 1 trabajo en espera: puede que ya se enviara y se pagara'
              : `se han retenido ${heldBack} trabajos en espera: puede que ya se enviaran y se pagaran`
          }.`,
    wayOut:
      heldBack === 0
        ? 'Falta lo que se envió después de hacerla: mira tus cuentas en los proveedores.'
        : `${heldBack === 1 ? 'Míralo' : 'Míralos'} en la cola y decide allí.`,
  }),
  'catalogue-rebuilt': ({ found }) => ({
    what:
      found === 1
        ? 'Se ha vuelto a encontrar 1 resultado en su carpeta.'
        : `Se han vuelto a encontrar ${found} resultados en sus carpetas.`,
    wayOut: 'No hay que hacer nada; la biblioteca muestra lo encontrado.',
  }),
  'items-left-alone': ({ newer, others }) => ({
    what: `${
      newer + others === 1
        ? 'No se ha tocado 1 carpeta de la biblioteca'
        : `No se han tocado ${newer + others} carpetas de la biblioteca`
    }: ${[
      ...(newer > 0 ? [`de una versión más nueva (${newer})`] : []),
      ...(others > 0 ? [`que no se pueden leer o no están en su sitio (${others})`] : []),
    ].join(', o ')}.`,
    wayOut:
      'Revisa otra vez las carpetas en Ajustes, Almacenamiento, para ver cuáles. No se ha cambiado nada en ellas.',
  }),
  'library-away': ({ folder }) => ({
    what: `La carpeta de la biblioteca no está (${folder}).`,
    wayOut: 'Conecta su disco; hasta entonces lo terminado espera y no se pierde nada.',
  }),
  'library-read-only': ({ folder }) => ({
    what: `No se puede escribir en la carpeta de la biblioteca (${folder}).`,
    wayOut: 'Permite escribir allí o traslada la biblioteca en Ajustes; hasta entonces lo terminado espera.',
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
