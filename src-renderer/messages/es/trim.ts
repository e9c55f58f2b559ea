/** Texts of the timeline, its handles and the preview of the video. */
import { spokenWith } from '../durations.ts';
import type { TrimMessages } from '../en/trim.ts';

const inSpanish = spokenWith({ minute: 'minuto', minutes: 'minutos', seconds: 'segundos' });

export const trim: TrimMessages = {
  title: 'Recorte',
  start: 'Inicio',
  end: 'Fin',
  startHandle: 'Inicio de la selección',
  endHandle: 'Fin de la selección',
  playhead: 'Cabezal',
  at: (sec, frame) => `${inSpanish(sec)}, fotograma ${frame}`,
  space: 'Espacio',
  startHere: 'Marcar entrada',
  endHere: 'Marcar salida',
  ten: '10 s',
  thirty: '30 s',
  tenWhy: 'Diez segundos desde el cabezal',
  thirtyWhy: 'Treinta segundos desde el cabezal',
  thirtyTooLong: (limit) => `Este modelo admite como máximo ${limit} con esta orientación`,
  whole: 'Vídeo entero',
  length: (length, limit) => `${length} (máx. ${limit})`,
  zoom: 'Zoom',
  zoomIn: 'Acercar',
  zoomOut: 'Alejar',
  zoomFit: 'Ajustar a la ventana',
  zoomPart: 'Ajustar a la selección',
  scroll: 'Intervalo visible',
  shows: (fromSec, toSec) => `de ${inSpanish(fromSec)} a ${inSpanish(toSec)}`,
  showStart: 'Ver el inicio de la selección',
  showEnd: 'Ver el fin de la selección',
  readingAudio: 'Leyendo el audio',
  keysTitle: 'Atajos de teclado',
  keys: [
    ['Espacio', 'reproducir la selección'],
    ['\u2190 \u2192', 'un fotograma; con Mayús, un segundo'],
    ['I O', 'marcar entrada y salida; con Mayús, ir allí'],
    ['+ \u2212 0', 'acercar, alejar, ajustar; o Ctrl y rueda'],
    ['Mayús y arrastrar', 'mover la selección'],
  ],
  standIn: {
    making: 'Esta ventana no puede reproducir este vídeo. Se está creando una vista previa.',
    makingBar: 'Creando la vista previa',
    is: 'Vista previa. Para la subida se usa el original.',
    failed:
      'Esta ventana no puede reproducir este vídeo y no se ha podido crear una vista previa. Se muestran fotogramas.',
    silent: (codec) =>
      `Esta ventana no puede reproducir el audio de este vídeo (${codec}). Otro reproductor puede.`,
  },
};
