/** Texts of the batch before it is submitted: files, matrix, price and the confirmation. */
import { usd } from '#contract/rules/cost.ts';
import type { BatchMessages } from '../en/batch.ts';
import { batchRepeats } from './batch-repeats.ts';
import { batchSent, generations } from './batch-sent.ts';

export const batch: BatchMessages = {
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
    modelSum: (runs, price) => `${generations(runs)}, ${price}`,
    noKey: (provider) => `sin clave de ${provider}`,
    free: 'gratis',
    noPrice: 'precio desconocido',
  },
  foot: {
    total: (runs) => generations(runs),
    noRuns: 'Ninguna generación',
    price: ({ runs, knownMicros, unknownRuns }) => {
      if (unknownRuns === 0) return knownMicros === 0 ? 'gratis' : usd(knownMicros);
      if (unknownRuns === runs) return 'precio desconocido';
      return knownMicros === 0
        ? `gratis, y ${generations(unknownRuns)} de precio desconocido`
        : `${usd(knownMicros)} y ${generations(unknownRuns)} de precio desconocido`;
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
    title: (runs) => `¿Enviar ${generations(runs)}?`,
    price: (price) => `Total: ${price}. Cada generación se envía una vez y la cobra su proveedor.`,
    free: 'Se ejecutan en este equipo y son gratis.',
    repeats: batchRepeats,
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
  sent: batchSent,
};
