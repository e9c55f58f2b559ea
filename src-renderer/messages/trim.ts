/** Texts of the timeline, its handles and the preview of the video. */

/** `62.5` as `1 minute 2.50 seconds`, for screen readers. */
const spokenWith =
  (messages: { readonly minute: string; readonly minutes: string; readonly seconds: string }) =>
  (sec: number): string => {
    const hundredths = Math.round(Math.max(0, sec) * 100);
    const minutes = Math.floor(hundredths / 6000);
    const rest = `${((hundredths % 6000) / 100).toFixed(2)} ${messages.seconds}`;
    return minutes === 0 ? rest : `${minutes} ${minutes === 1 ? messages.minute : messages.minutes} ${rest}`;
  };
const inEnglish = spokenWith({ minute: 'minute', minutes: 'minutes', seconds: 'seconds' });
const inSpanish = spokenWith({ minute: 'minuto', minutes: 'minutos', seconds: 'segundos' });

const en = {
  title: 'Trim',
  start: 'Start',
  end: 'End',
  startHandle: 'Start of the selection',
  endHandle: 'End of the selection',
  playhead: 'Playhead',
  at: (sec: number, frame: number): string => `${inEnglish(sec)}, frame ${frame}`,
  space: 'Space',
  startHere: 'Set in point',
  endHere: 'Set out point',
  ten: '10 s',
  thirty: '30 s',
  tenWhy: 'Ten seconds from the playhead',
  thirtyWhy: 'Thirty seconds from the playhead',
  thirtyTooLong: (limit: string): string => `This model takes at most ${limit} in this orientation`,
  whole: 'Whole video',
  length: (length: string, limit: string): string => `${length} (max ${limit})`,
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Zoom to fit',
  zoomPart: 'Zoom to selection',
  scroll: 'Visible range',
  shows: (fromSec: number, toSec: number): string => `${inEnglish(fromSec)} to ${inEnglish(toSec)}`,
  showStart: 'Show the start of the selection',
  showEnd: 'Show the end of the selection',
  readingAudio: 'Reading the audio',
  keysTitle: 'Keyboard shortcuts',
  keys: [
    ['Space', 'play the selection'],
    ['\u2190 \u2192', 'one frame; with Shift one second'],
    ['I O', 'set in and out point; with Shift go there'],
    ['+ \u2212 0', 'zoom in, zoom out, zoom to fit; or Ctrl and wheel'],
    ['Shift-drag', 'move the selection'],
  ] as readonly (readonly [string, string])[],
  standIn: {
    making: 'This window cannot play this video. A preview is being made.',
    makingBar: 'Making the preview',
    is: 'Preview. The original is used for upload.',
    failed: 'This window cannot play this video, and no preview could be made. Still frames are shown.',
    silent: (codec: string): string =>
      `This window cannot play this video\u2019s audio (${codec}). Another player can.`,
  },
};
export type TrimMessages = typeof en;

const es: TrimMessages = {
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

export const trimMessages = { en, es };
