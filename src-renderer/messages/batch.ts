/** Texts of the batch before it is submitted: files, matrix, price and the confirmation. */

import type { Breach } from '#contract/model/spending.ts';
import type { BatchSum } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { batchRepeats } from './batch-repeats.ts';
import { batchSent, runsEn, runsEs } from './batch-sent.ts';

const en = {
  title: 'Batch',
  files: {
    title: 'Images and videos',
    why: 'Add several images and several videos. Every image is combined with every video on every selected model.',
    drop: 'Drop images and videos here',
    dropTarget: 'Add to the batch',
    choose: 'Choose files',
    orPaste: 'or paste them',
    more: 'Add files',
    removeAll: 'Remove all',
    images: 'Images',
    videos: 'Videos',
    reading: (name: string): string => `Reading ${name}`,
    remove: (name: string): string => `Remove ${name}`,
  },
  scans: {
    working: (percent: string | null): string =>
      percent === null ? 'finding the best selection' : `finding the best selection ${percent} %`,
    failed: 'the best selection could not be found; the video is used from its start',
    pending: (count: number): string =>
      count === 1
        ? 'One video is still being analysed. Until then it would be used from its start.'
        : `${count} videos are still being analysed. Until then they would be used from their start.`,
  },
  choices: {
    title: 'Generation settings',
    models: 'Models',
    imageWhy: 'Keeps the pose direction and framing of the image.',
    videoWhy: 'Follows the pose direction and framing of the video.',
    audioUnsent: (models: string): string => `Without audio: ${models}.`,
    promptUnsent: (models: string): string => `Not sent to: ${models}.`,
  },
  grid: {
    title: 'Generations',
    hint: 'Arrow keys: move. Space: include or exclude. Enter: open a finished generation, or show an ended one in the queue.',
    corner: 'Image / video',
    empty: 'Generations appear here once there are an image, a video and a model.',
    tooMany: (runs: number, max: number): string =>
      `That would be ${runs} generations, more than can be shown here. A batch takes up to ${max}. Remove some files or models.`,
    name: (image: string, video: string, model: string): string => `${image} with ${video} on ${model}`,
    verdicts: { ready: 'ready', fixable: 'will be converted', impossible: 'not supported' },
    leftOut: 'Excluded',
    modelSum: (runs: number, price: string): string => `${runsEn(runs)}, ${price}`,
    noKey: (provider: string): string => `no ${provider} key`,
    free: 'free',
    noPrice: 'price unknown',
  },
  foot: {
    total: (runs: number): string => runsEn(runs),
    noRuns: 'No generations',
    price: ({ runs, knownMicros, unknownRuns }: BatchSum): string => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'free' : usd(knownMicros);
      if (unknownRuns === runs) return 'price unknown';
      return knownMicros === 0
        ? `free, and ${runsEn(unknownRuns)} of unknown price`
        : `${usd(knownMicros)} and ${runsEn(unknownRuns)} of unknown price`;
    },
    estimate: 'Estimate. Final prices are set by the providers.',
    byProvider: 'By provider',
    stopAfter: 'Stop after failed generations',
    stopAfterNever: 'Never',
    stopAfterHint: 'Jobs not yet submitted are then cancelled and not charged.',
    stopAfterProblem: (max: number): string => `Enter a whole number from 1 to ${max}, or leave it empty.`,
    send: (runs: number, price: string): string => `Generate ${runs} \u00b7 ${price}`,
    sendNothing: 'Generate',
    checking: 'Checking earlier generations and spending limits',
  },
  blockers: {
    offline: 'Understudy is not responding.',
    reading: 'A file is still being read.',
    files: 'Add images and videos first.',
    images: 'Add an image first.',
    videos: 'Add a video first.',
    models: 'Select a model first.',
    none: 'No generation is left to submit.',
    'stop-after': 'Check the number of failed generations above.',
    keys: (providers: string): string => `Add your key first: ${providers}. Or deselect its models.`,
    delivery: (providers: string): string =>
      `${providers} needs a URL for the files. Add a fal key or an S3 bucket first.`,
    'too-many': (runs: number, max: number): string =>
      `${runs} generations are more than a batch takes (${max}). Exclude some.`,
  },
  ask: {
    title: (runs: number): string => `Submit ${runsEn(runs)}?`,
    price: (price: string): string =>
      `Total: ${price}. Each generation is submitted once and charged by its provider.`,
    free: 'They run on this computer and are free.',
    repeats: batchRepeats.en,
    repeatsLabel: 'Already generated',
    'leave-out': 'Exclude them',
    'send-again': 'Generate them again',
    againPays: 'Generating again is charged again.',
    earlier: {
      item: (day: string): string => `in the library since ${day}`,
      job: 'in the queue',
      'same-request': 'duplicate in this batch',
    },
    moreRepeats: (count: number): string => `and ${count} more`,
    breach: {
      run: (would: string, limit: string): string =>
        `One generation costs ${would}; your limit per generation is ${limit}.`,
      day: (would: string, limit: string): string =>
        `Today\u2019s total would be ${would}; your daily limit is ${limit}.`,
      month: (would: string, limit: string): string =>
        `This month\u2019s total would be ${would}; your monthly limit is ${limit}.`,
    } satisfies Record<Breach['limit'], (would: string, limit: string) => string>,
    unknownCosts: (count: number): string =>
      count === 1
        ? 'The price of 1 generation is unknown, so your spending limits cannot be checked.'
        : `The prices of ${count} generations are unknown, so your spending limits cannot be checked.`,
    nothingLeft: 'Without them nothing is left to submit.',
    stops: (count: number): string =>
      count === 1
        ? 'After the first failed generation, jobs not yet submitted are cancelled and not charged.'
        : `After ${count} failed generations, jobs not yet submitted are cancelled and not charged.`,
    back: 'Back',
    sendOverLimit: (runs: number, price: string): string =>
      `Generate ${runs} anyway (over limit) \u00b7 ${price}`,
    sending: 'Submitting\u2026',
  },
  sent: batchSent.en,
};
export type BatchMessages = typeof en;

const es: BatchMessages = {
  title: 'Lote',
  files: {
    title: 'Imágenes y vídeos',
    why: 'Añade varias imágenes y varios vídeos. Cada imagen se combina con cada vídeo en cada modelo seleccionado.',
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
  scans: {
    working: (percent) =>
      percent === null ? 'buscando la mejor selección' : `buscando la mejor selección: ${percent} %`,
    failed: 'no se ha encontrado la mejor selección; el vídeo se usa desde el principio',
    pending: (count) =>
      count === 1
        ? 'Todavía se está analizando un vídeo. Hasta entonces se usaría desde el principio.'
        : `Todavía se están analizando ${count} vídeos. Hasta entonces se usarían desde el principio.`,
  },
  choices: {
    title: 'Ajustes de la generación',
    models: 'Modelos',
    imageWhy: 'Mantiene la orientación y el encuadre de la imagen.',
    videoWhy: 'Sigue la orientación y el encuadre del vídeo.',
    audioUnsent: (models) => `Sin audio: ${models}.`,
    promptUnsent: (models) => `No se envía a: ${models}.`,
  },
  grid: {
    title: 'Generaciones',
    hint: 'Flechas: moverse. Espacio: incluir o excluir. Intro: abrir una generación terminada o mostrar en la cola una que haya acabado.',
    corner: 'Imagen / vídeo',
    empty: 'Las generaciones aparecen aquí cuando hay una imagen, un vídeo y un modelo.',
    tooMany: (runs, max) =>
      `Serían ${runs} generaciones, más de las que caben aquí. Un lote admite hasta ${max}. Quita archivos o modelos.`,
    name: (image, video, model) => `${image} con ${video} en ${model}`,
    verdicts: { ready: 'listo', fixable: 'se convertirá', impossible: 'no compatible' },
    leftOut: 'Excluida',
    modelSum: (runs, price) => `${runsEs(runs)}, ${price}`,
    noKey: (provider) => `sin clave de ${provider}`,
    free: 'gratis',
    noPrice: 'precio desconocido',
  },
  foot: {
    total: (runs) => runsEs(runs),
    noRuns: 'Ninguna generación',
    price: ({ runs, knownMicros, unknownRuns }) => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'gratis' : usd(knownMicros);
      if (unknownRuns === runs) return 'precio desconocido';
      return knownMicros === 0
        ? `gratis, y ${runsEs(unknownRuns)} de precio desconocido`
        : `${usd(knownMicros)} y ${runsEs(unknownRuns)} de precio desconocido`;
    },
    estimate: 'Estimación. El precio final lo fija cada proveedor.',
    byProvider: 'Por proveedor',
    stopAfter: 'Parar tras generaciones fallidas',
    stopAfterNever: 'Nunca',
    stopAfterHint: 'Los trabajos aún no enviados se cancelan entonces, sin coste.',
    stopAfterProblem: (max) => `Escribe un número entero de 1 a ${max}, o déjalo vacío.`,
    send: (runs, price) => `Generar ${runs} \u00b7 ${price}`,
    sendNothing: 'Generar',
    checking: 'Comprobando generaciones anteriores y límites de gasto',
  },
  blockers: {
    offline: 'Understudy no responde.',
    reading: 'Todavía se está leyendo un archivo.',
    files: 'Añade primero imágenes y vídeos.',
    images: 'Añade primero una imagen.',
    videos: 'Añade primero un vídeo.',
    models: 'Selecciona primero un modelo.',
    none: 'No queda ninguna generación que enviar.',
    'stop-after': 'Revisa arriba el número de generaciones fallidas.',
    keys: (providers) => `Añade primero tu clave: ${providers}. O desmarca sus modelos.`,
    delivery: (providers) =>
      `${providers} necesita una URL para los archivos. Añade antes una clave de fal o un bucket S3.`,
    'too-many': (runs, max) =>
      `${runs} generaciones son más de las que admite un lote (${max}). Excluye algunas.`,
  },
  ask: {
    title: (runs) => `¿Enviar ${runsEs(runs)}?`,
    price: (price) => `Total: ${price}. Cada generación se envía una vez y la cobra su proveedor.`,
    free: 'Se ejecutan en este equipo y son gratis.',
    repeats: batchRepeats.es,
    repeatsLabel: 'Ya generadas',
    'leave-out': 'Excluirlas',
    'send-again': 'Generarlas de nuevo',
    againPays: 'Generar de nuevo se cobra otra vez.',
    earlier: {
      item: (day) => `en la biblioteca desde el ${day}`,
      job: 'en la cola',
      'same-request': 'duplicada en este lote',
    },
    moreRepeats: (count) => `y ${count} más`,
    breach: {
      run: (would, limit) => `Una generación cuesta ${would}; tu límite por generación es ${limit}.`,
      day: (would, limit) => `El total de hoy sería ${would}; tu límite diario es ${limit}.`,
      month: (would, limit) => `El total de este mes sería ${would}; tu límite mensual es ${limit}.`,
    },
    unknownCosts: (count) =>
      count === 1
        ? 'No se conoce el precio de 1 generación, así que no se pueden comprobar tus límites de gasto.'
        : `No se conocen los precios de ${count} generaciones, así que no se pueden comprobar tus límites de gasto.`,
    nothingLeft: 'Sin ellas no queda nada que enviar.',
    stops: (count) =>
      count === 1
        ? 'Tras la primera generación fallida, los trabajos aún no enviados se cancelan, sin coste.'
        : `Tras ${count} generaciones fallidas, los trabajos aún no enviados se cancelan, sin coste.`,
    back: 'Volver',
    sendOverLimit: (runs, price) => `Generar ${runs} de todos modos (supera el límite) \u00b7 ${price}`,
    sending: 'Enviando\u2026',
  },
  sent: batchSent.es,
};

export const batchMessages = { en, es };
