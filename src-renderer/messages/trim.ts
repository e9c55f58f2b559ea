/** What the strip, its handles and the clip's preview say. */

/** `62.5` as `1 minute 2.50 seconds`, for ears. */
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
  title: 'Part to use',
  start: 'Start',
  end: 'End',
  startHandle: 'Start of the chosen part',
  endHandle: 'End of the chosen part',
  playhead: 'Playhead',
  at: (sec: number, frame: number): string => `${inEnglish(sec)}, frame ${frame}`,
  space: 'Space',
  startHere: 'Start at the playhead',
  endHere: 'End at the playhead',
  ten: '10 s',
  thirty: '30 s',
  tenWhy: 'Ten seconds from the playhead',
  thirtyWhy: 'Thirty seconds from the playhead',
  thirtyTooLong: (limit: string): string => `This model takes at most ${limit} in this orientation`,
  whole: 'Whole clip',
  length: (length: string, limit: string): string => `${length} of at most ${limit}`,
  zoom: 'Zoom',
  zoomIn: 'Closer',
  zoomOut: 'Further away',
  zoomFit: 'Show the whole clip',
  zoomPart: 'Show the chosen part',
  scroll: 'What the strip shows',
  shows: (fromSec: number, toSec: number): string => `${inEnglish(fromSec)} to ${inEnglish(toSec)}`,
  showStart: 'Show the start of the part',
  showEnd: 'Show the end of the part',
  readingAudio: 'Reading the sound',
  keysTitle: 'Keys',
  keys: [
    ['Space', 'play the part'],
    ['\u2190 \u2192', 'a frame, with Shift a second'],
    ['I O', 'start and end at the playhead, with Shift go there'],
    ['+ \u2212 0', 'closer, further, whole clip; or Ctrl and wheel'],
    ['Shift-drag', 'move the part'],
  ] as readonly (readonly [string, string])[],
  standIn: {
    making: 'This window cannot play this clip as it is. A small copy is being made to watch.',
    makingBar: 'Small copy to watch',
    is: 'Small copy to watch. What is sent is made of your clip itself.',
    failed: 'This window cannot play this clip, and no copy to watch could be made. Still frames are shown.',
    silent: (codec: string): string =>
      `This window cannot play this video\u2019s audio (${codec}). Another player can.`,
  },
};
export type TrimMessages = typeof en;

const es: TrimMessages = {
  title: 'Parte que se usa',
  start: 'Inicio',
  end: 'Fin',
  startHandle: 'Inicio de la parte elegida',
  endHandle: 'Fin de la parte elegida',
  playhead: 'Cabezal',
  at: (sec, frame) => `${inSpanish(sec)}, fotograma ${frame}`,
  space: 'Espacio',
  startHere: 'Empezar en el cabezal',
  endHere: 'Terminar en el cabezal',
  ten: '10 s',
  thirty: '30 s',
  tenWhy: 'Diez segundos desde el cabezal',
  thirtyWhy: 'Treinta segundos desde el cabezal',
  thirtyTooLong: (limit) => `Este modelo acepta como máximo ${limit} con esta orientación`,
  whole: 'Vídeo entero',
  length: (length, limit) => `${length} de ${limit} como máximo`,
  zoom: 'Ampliación',
  zoomIn: 'Más cerca',
  zoomOut: 'Más lejos',
  zoomFit: 'Ver el vídeo entero',
  zoomPart: 'Ver la parte elegida',
  scroll: 'Lo que muestra la tira',
  shows: (fromSec, toSec) => `de ${inSpanish(fromSec)} a ${inSpanish(toSec)}`,
  showStart: 'Ver el inicio de la parte',
  showEnd: 'Ver el fin de la parte',
  readingAudio: 'Leyendo el sonido',
  keysTitle: 'Teclas',
  keys: [
    ['Espacio', 'reproducir la parte'],
    ['\u2190 \u2192', 'un fotograma, con Mayús un segundo'],
    ['I O', 'inicio y fin en el cabezal, con Mayús ir allí'],
    ['+ \u2212 0', 'más cerca, más lejos, vídeo entero; o Ctrl y rueda'],
    ['Mayús y arrastrar', 'mover la parte'],
  ],
  standIn: {
    making:
      'Esta ventana no puede reproducir este vídeo tal cual. Se está haciendo una copia pequeña para verlo.',
    makingBar: 'Copia pequeña para ver',
    is: 'Copia pequeña para ver. Lo que se envía se hace con tu vídeo original.',
    failed:
      'Esta ventana no puede reproducir este vídeo y no se ha podido hacer una copia. Se muestran fotogramas.',
    silent: (codec) =>
      `Esta ventana no puede reproducir el audio de este vídeo (${codec}). Otro reproductor puede.`,
  },
};

export const trimMessages = { en, es };
