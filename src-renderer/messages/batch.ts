/** What the batch says: its files, its matrix, its price, the one question before it is sent, and how its runs are getting on. */

import type { Breach } from '#contract/model/spending.ts';
import type { BatchSum } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { batchRepeats } from './batch-repeats.ts';

const runsEn = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);
const runsEs = (count: number): string => (count === 1 ? '1 ejecución' : `${count} ejecuciones`);

const en = {
  title: 'Batch',
  files: {
    title: 'Pictures and clips',
    why: 'Drop several pictures and several clips at once: every picture is run with every clip on every model you tick.',
    drop: 'Drop pictures and clips here',
    dropTarget: 'Add to the batch',
    choose: 'Choose files',
    orPaste: 'or paste them',
    more: 'Add files',
    removeAll: 'Remove all',
    images: 'Pictures',
    videos: 'Clips',
    reading: (name: string): string => `Reading ${name}`,
    remove: (name: string): string => `Remove ${name}`,
  },
  looks: {
    working: (percent: string | null): string =>
      percent === null ? 'finding its best part' : `finding its best part ${percent} %`,
    failed: 'its best part could not be found, so it is used from its start',
    pending: (count: number): string =>
      count === 1
        ? 'One clip is still being looked through; until its best part is found, it would be used from its start.'
        : `${count} clips are still being looked through; until their best parts are found, they would be used from their start.`,
  },
  choices: {
    title: 'What to run',
    models: 'Models',
    imageWhy: 'Faces and framing stay with the picture.',
    videoWhy: 'Faces and framing follow the clip.',
    audioUnsent: (models: string): string => `Without sound: ${models}.`,
    promptUnsent: (models: string): string => `Not sent to: ${models}.`,
  },
  grid: {
    title: 'Runs',
    hint: 'Arrow keys move through the runs, Space leaves one out or takes it in again, Enter opens a finished one and shows any other that has ended in the queue.',
    corner: 'Picture / clip',
    empty: 'The runs appear here once there are a picture, a clip and a model.',
    tooMany: (runs: number, max: number): string =>
      `That would be ${runs} runs, more than can be shown here; one batch takes up to ${max}. Remove some files or models.`,
    name: (image: string, video: string, model: string): string => `${image} with ${video} on ${model}`,
    verdicts: { ready: 'ready', fixable: 'will be converted', impossible: 'not supported' },
    leftOut: 'Left out',
    modelSum: (runs: number, price: string): string => `${runsEn(runs)}, ${price}`,
    noKey: (provider: string): string => `no ${provider} key yet`,
    free: 'free',
    noPrice: 'price not known',
  },
  foot: {
    total: (runs: number): string => runsEn(runs),
    noRuns: 'No runs',
    price: ({ runs, knownMicros, unknownRuns }: BatchSum): string => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'free' : usd(knownMicros);
      if (unknownRuns === runs) return 'price unknown';
      return knownMicros === 0
        ? `free but for ${runsEn(unknownRuns)} of unknown price`
        : `${usd(knownMicros)} and ${runsEn(unknownRuns)} of unknown price`;
    },
    estimate: 'Estimates; each provider bills what it makes.',
    byProvider: 'By provider',
    stopAfter: 'Stop after failed runs',
    stopAfterNever: 'Never',
    stopAfterHint: 'The rest is then called off unsent.',
    stopAfterProblem: (max: number): string => `Write a whole number from 1 to ${max}, or leave it empty.`,
    send: (runs: number, price: string): string => `Send ${runsEn(runs)} \u00b7 ${price}`,
    sendNothing: 'Send',
    checking: 'Looking for earlier runs and caps',
  },
  blockers: {
    offline: 'Understudy is not responding.',
    reading: 'A file is still being read.',
    files: 'Add pictures and clips first.',
    images: 'Add a picture first.',
    videos: 'Add a clip first.',
    models: 'Tick a model first.',
    none: 'There is no run left that could be sent.',
    'stop-after': 'See the number of failed runs above.',
    keys: (providers: string): string => `Add your key first: ${providers}. Or untick its models.`,
    delivery: (providers: string): string =>
      `Files reach ${providers} by a link only: set a fal key or a bucket of your own first.`,
    'too-many': (runs: number, max: number): string =>
      `These are ${runs} runs, and one batch takes up to ${max}. Leave some out.`,
  },
  ask: {
    title: (runs: number): string => `Send ${runsEn(runs)}?`,
    price: (price: string): string => `Together ${price}. Each is sent once and paid at its provider.`,
    free: 'They run on this computer and cost nothing.',
    repeats: batchRepeats.en,
    repeatsLabel: 'Earlier runs and duplicates',
    'leave-out': 'Leave them out',
    'send-again': 'Send them again',
    againPays: 'Sent again, they are paid again.',
    earlier: {
      item: (day: string): string => `kept in the library on ${day}`,
      job: 'in the queue',
      'this-order': 'duplicate in this batch',
    },
    moreRepeats: (count: number): string => `and ${count} more`,
    breach: {
      run: (would: string, limit: string): string =>
        `One of them costs ${would}, and your cap for a run is ${limit}.`,
      day: (would: string, limit: string): string =>
        `Today would come to ${would}, and your cap for a day is ${limit}.`,
      month: (would: string, limit: string): string =>
        `This month would come to ${would}, and your cap for a month is ${limit}.`,
    } satisfies Record<Breach['limit'], (would: string, limit: string) => string>,
    unknownCosts: (count: number): string =>
      count === 1
        ? 'The price of 1 run is not known, so nobody can say whether it keeps to your caps.'
        : `The prices of ${count} runs are not known, so nobody can say whether they keep to your caps.`,
    nothingLeft: 'Without them nothing is left to send.',
    stops: (count: number): string =>
      count === 1
        ? 'After the first failed run the rest is called off unsent.'
        : `After ${count} failed runs the rest is called off unsent.`,
    back: 'Back',
    sendOverLimit: (runs: number, price: string): string =>
      `Send ${runsEn(runs)} past the cap \u00b7 ${price}`,
    sending: 'Writing them down',
  },
  sent: {
    title: 'This batch',
    counts: {
      done: 'done',
      kept: 'kept in the library',
      moving: 'running',
      queued: 'waiting for their turn',
      failed: 'failed',
      unsure: 'unsure',
      cancelled: 'cancelled',
      gone: 'put away',
    },
    of: (price: string): string => `Ordered for ${price}.`,
    ofQueue: (at: string, price: string): string => `Sent on ${at}. Its runs in the queue: ${price}.`,
    choose: 'Batches in the queue',
    batch: (runs: number, at: string): string => `${runsEn(runs)}, ${at}`,
    goesOn: 'still going on',
    hasEnded: 'has ended',
    oneGoesOn: 'A batch that was sent is still going on.',
    oneHasEnded: 'The last batch is still in the queue.',
    showIt: 'Show it',
    cancelRest: 'Cancel the rest',
    cancelMeans: 'What is not sent yet is called off and costs nothing; what is under way goes on.',
    again: 'Same files again',
    sameChoices: 'Same choices again',
    filesClosed:
      'The files of this batch are not open any more: for more runs with the same choices, add them once more; a single result can be used again from the library.',
    startNew: 'New batch',
    toDraft: 'Back to the new batch',
    toQueue: 'Open the queue',
    toRow: 'Show in the queue',
    unsure: 'It may have been sent and paid. Decide in the queue.',
    gone: 'Put away from the queue',
    kept: 'Kept in the library',
    'not-sent': 'Not sent',
    absent: 'Not in the queue',
    absentMeans: 'What is not in the queue was left out of the batch, or put away since.',
    namesakes: 'Some files have the same name, so their rows or columns may be mixed up.',
    tooMany: (runs: number): string =>
      `The files of these ${runsEn(runs)} make more cells than can be shown here. Open the queue to see them.`,
    at: (word: string, percent: string): string => `${word} ${percent} %`,
    progress: (name: string, word: string): string => `${name}: ${word}`,
    announce: (done: number, all: number): string => `${done} of ${all} runs of the batch are done.`,
    announceKnown: (done: number, all: number): string =>
      `${done} of ${all} runs of the batch that are still known are done.`,
  },
};
export type BatchMessages = typeof en;

const es: BatchMessages = {
  title: 'Lote',
  files: {
    title: 'Imágenes y vídeos',
    why: 'Suelta a la vez varias imágenes y varios vídeos: cada imagen se ejecuta con cada vídeo en cada modelo que marques.',
    drop: 'Suelta aquí imágenes y vídeos',
    dropTarget: 'Añadir al lote',
    choose: 'Elegir archivos',
    orPaste: 'o pégalos',
    more: 'Añadir archivos',
    removeAll: 'Quitar todo',
    images: 'Imágenes',
    videos: 'Vídeos',
    reading: (name) => `Leyendo ${name}`,
    remove: (name) => `Quitar ${name}`,
  },
  looks: {
    working: (percent) =>
      percent === null ? 'se busca su mejor parte' : `se busca su mejor parte: ${percent} %`,
    failed: 'no se ha podido encontrar su mejor parte, así que se usa desde el principio',
    pending: (count) =>
      count === 1
        ? 'Todavía se está examinando un vídeo; hasta encontrar su mejor parte, se usaría desde el principio.'
        : `Todavía se están examinando ${count} vídeos; hasta encontrar sus mejores partes, se usarían desde el principio.`,
  },
  choices: {
    title: 'Qué ejecutar',
    models: 'Modelos',
    imageWhy: 'La cara y el encuadre son los de la imagen.',
    videoWhy: 'La cara y el encuadre siguen al vídeo.',
    audioUnsent: (models) => `Sin sonido: ${models}.`,
    promptUnsent: (models) => `No se envía a: ${models}.`,
  },
  grid: {
    title: 'Ejecuciones',
    hint: 'Las flechas recorren las ejecuciones; Espacio deja una fuera o la vuelve a incluir; Intro abre una terminada y muestra en la cola cualquier otra que haya acabado.',
    corner: 'Imagen / vídeo',
    empty: 'Las ejecuciones aparecen aquí en cuanto hay una imagen, un vídeo y un modelo.',
    tooMany: (runs, max) =>
      `Serían ${runs} ejecuciones, más de las que caben aquí; un lote admite hasta ${max}. Quita archivos o modelos.`,
    name: (image, video, model) => `${image} con ${video} en ${model}`,
    verdicts: { ready: 'listo', fixable: 'se adaptará', impossible: 'no encaja' },
    leftOut: 'Fuera',
    modelSum: (runs, price) => `${runsEs(runs)}, ${price}`,
    noKey: (provider) => `aún sin clave de ${provider}`,
    free: 'gratis',
    noPrice: 'precio desconocido',
  },
  foot: {
    total: (runs) => runsEs(runs),
    noRuns: 'Ninguna ejecución',
    price: ({ runs, knownMicros, unknownRuns }) => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'gratis' : usd(knownMicros);
      if (unknownRuns === runs) return 'precio desconocido';
      return knownMicros === 0
        ? `gratis salvo ${runsEs(unknownRuns)} de precio desconocido`
        : `${usd(knownMicros)} y ${runsEs(unknownRuns)} de precio desconocido`;
    },
    estimate: 'Son estimaciones; cada proveedor cobra lo que hace.',
    byProvider: 'Por proveedor',
    stopAfter: 'Parar tras ejecuciones fallidas',
    stopAfterNever: 'Nunca',
    stopAfterHint: 'El resto se anula entonces sin enviarse.',
    stopAfterProblem: (max) => `Escribe un número entero de 1 a ${max}, o déjalo vacío.`,
    send: (runs, price) => `Enviar ${runsEs(runs)} \u00b7 ${price}`,
    sendNothing: 'Enviar',
    checking: 'Buscando ejecuciones anteriores y topes',
  },
  blockers: {
    offline: 'El programa no responde ahora mismo.',
    reading: 'Todavía se está leyendo un archivo.',
    files: 'Añade primero imágenes y vídeos.',
    images: 'Añade primero una imagen.',
    videos: 'Añade primero un vídeo.',
    models: 'Marca primero un modelo.',
    none: 'No queda ninguna ejecución que se pueda enviar.',
    'stop-after': 'Mira arriba el número de ejecuciones fallidas.',
    keys: (providers) => `Añade primero tu clave: ${providers}. O desmarca sus modelos.`,
    delivery: (providers) =>
      `Los archivos solo llegan a ${providers} por un enlace: pon antes una clave de fal o un bucket propio.`,
    'too-many': (runs, max) => `Son ${runs} ejecuciones, y un lote admite hasta ${max}. Deja algunas fuera.`,
  },
  ask: {
    title: (runs) => `¿Enviar ${runsEs(runs)}?`,
    price: (price) => `En total, ${price}. Cada una se envía una vez y se paga a su proveedor.`,
    free: 'Se hacen en este equipo y no cuestan nada.',
    repeats: batchRepeats.es,
    repeatsLabel: 'Ejecuciones anteriores y repetidas',
    'leave-out': 'Dejarlas fuera',
    'send-again': 'Enviarlas otra vez',
    againPays: 'Si se envían otra vez, se pagan otra vez.',
    earlier: {
      item: (day) => `en la biblioteca desde el ${day}`,
      job: 'en la cola',
      'this-order': 'repetida en este lote',
    },
    moreRepeats: (count) => `y ${count} más`,
    breach: {
      run: (would, limit) => `Una de ellas cuesta ${would}, y tu tope por ejecución es ${limit}.`,
      day: (would, limit) => `El día llegaría a ${would}, y tu tope diario es ${limit}.`,
      month: (would, limit) => `El mes llegaría a ${would}, y tu tope mensual es ${limit}.`,
    },
    unknownCosts: (count) =>
      count === 1
        ? 'No se conoce el precio de 1 ejecución, así que nadie puede decir si respeta tus topes.'
        : `No se conocen los precios de ${count} ejecuciones, así que nadie puede decir si respetan tus topes.`,
    nothingLeft: 'Sin ellas no queda nada que enviar.',
    stops: (count) =>
      count === 1
        ? 'Tras la primera ejecución fallida, el resto se anula sin enviarse.'
        : `Tras ${count} ejecuciones fallidas, el resto se anula sin enviarse.`,
    back: 'Volver',
    sendOverLimit: (runs, price) => `Enviar ${runsEs(runs)} y pasar el tope \u00b7 ${price}`,
    sending: 'Anotándolas',
  },
  sent: {
    title: 'Este lote',
    counts: {
      done: 'terminadas',
      kept: 'guardadas en la biblioteca',
      moving: 'en marcha',
      queued: 'esperan su turno',
      failed: 'fallidas',
      unsure: 'dudosas',
      cancelled: 'canceladas',
      gone: 'descartadas',
    },
    of: (price) => `Encargado por ${price}.`,
    ofQueue: (at, price) => `Enviado el ${at}. Sus ejecuciones en la cola: ${price}.`,
    choose: 'Lotes en la cola',
    batch: (runs, at) => `${runsEs(runs)}, ${at}`,
    goesOn: 'todavía en marcha',
    hasEnded: 'ha terminado',
    oneGoesOn: 'Un lote enviado todavía está en marcha.',
    oneHasEnded: 'El último lote sigue en la cola.',
    showIt: 'Mostrarlo',
    cancelRest: 'Cancelar el resto',
    cancelMeans: 'Lo que aún no se ha enviado se anula y no cuesta nada; lo que está en marcha sigue.',
    again: 'Los mismos archivos otra vez',
    sameChoices: 'Las mismas opciones otra vez',
    filesClosed:
      'Los archivos de este lote ya no están abiertos: para más ejecuciones con las mismas opciones, añádelos otra vez; un resultado suelto se puede volver a usar desde la biblioteca.',
    startNew: 'Lote nuevo',
    toDraft: 'Volver al lote nuevo',
    toQueue: 'Abrir la cola',
    toRow: 'Mostrar en la cola',
    unsure: 'Puede que se haya enviado y se pague. Decide en la cola.',
    gone: 'Descartada de la cola',
    kept: 'Guardada en la biblioteca',
    'not-sent': 'No enviada',
    absent: 'No está en la cola',
    absentMeans: 'Lo que no está en la cola quedó fuera del lote o se descartó después.',
    namesakes: 'Algunos archivos se llaman igual, así que sus filas o columnas pueden estar cambiadas.',
    tooMany: (runs) =>
      `Los archivos de estas ${runsEs(runs)} dan más casillas de las que caben aquí. Abre la cola para verlas.`,
    at: (word, percent) => `${word}: ${percent} %`,
    progress: (name, word) => `${name}: ${word}`,
    announce: (done, all) => `${done} de ${all} ejecuciones del lote están terminadas.`,
    announceKnown: (done, all) =>
      `${done} de ${all} ejecuciones del lote que aún se conocen están terminadas.`,
  },
};

export const batchMessages = { en, es };
