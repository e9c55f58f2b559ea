/** Texts about money: this run, the comparison of all models, and the price list. */
import { providerNames } from '#contract/messages/names.ts';
import type { CostMessages } from '../en/costs.ts';

export const costs: CostMessages = {
  run: {
    title: 'Coste',
    free: 'Gratis',
    unknown: 'Desconocido',
    basisFree: 'Se ejecuta en este equipo.',
    basisSeconds: (length, price) => `${length} × ${price}/s`,
    basisWholeSeconds: (length, price) => `${length} × ${price}/s, redondeado a segundos enteros`,
    basisSteps: (count, price, step) => `${count} × ${price} por cada ${step} (redondeado hacia arriba)`,
    basisRun: 'Un precio por generación, dure lo que dure.',
    from: (source, date) => `Según ${source}, a ${date}.`,
    estimate: 'Estimación. El precio final lo fija el proveedor.',
    beyondTable: (provider, toSec) =>
      `Estimado a partir de ${toSec}, donde termina la tabla de precios de ${provider}.`,
    ourReading: (provider) => `Estimado según los precios publicados de ${provider}.`,
    ownFigure: 'Precio personalizado.',
    hint: (shorter, saves) => `Con ${shorter} menos se ahorran ${saves}.`,
    hintByOurReading: (shorter, saves) => `Con ${shorter} menos se ahorrarían ${saves}.`,
    shorten: 'Acortar',
    shortenBy: (shorter) => `Acortar la selección ${shorter}`,
  },
  own: {
    question: '¿Cuánto pagas por segundo?',
    placeholder: '$0.112',
    save: 'Guardar',
    clear: 'Borrar el precio personalizado',
    problem: 'Escribe una cantidad en dólares, como 0.112.',
  },
  table: {
    open: 'Comparar precios',
    title: 'Comparación de precios',
    why: 'Cada precio corresponde a la selección que se enviaría. Selecciona una fila para fijar el modelo.',
    model: 'Modelo',
    fit: 'Compatibilidad',
    length: 'Duración',
    unitPrice: 'Precio',
    cost: 'Este vídeo',
    note: 'Notas',
    cheapest: 'El más barato',
    cheapestKnown: 'El más barato conocido',
    caveats: { 'our-reading': 'estimado', 'own-figure': 'precio personalizado' },
  },
  book: {
    refresh: 'Actualizar precios',
    refreshing: 'Actualizando precios',
    refreshWhy: (names) =>
      `Se pueden actualizar los precios de ${names}; no están disponibles en otros proveedores.`,
    returned: (provider, count) =>
      count === 1
        ? `${provider}: precio de un modelo actualizado.`
        : `${provider}: precios de ${count} modelos actualizados.`,
    returnedNone: (provider) => `${provider} no ha devuelto precios de estos modelos.`,
    needsKey: (provider) => `${provider} necesita una clave de API para dar sus precios.`,
    failed: (provider, what) => `${provider}: ${what}`,
    kept: (count) =>
      count === 1
        ? 'Se sigue usando el último precio conocido.'
        : `Se siguen usando los últimos ${count} precios conocidos.`,
    own: 'Precio personalizado',
    ownUnit: '$ por segundo',
    ownOf: (model) => `Precio personalizado de ${model}, en dólares por segundo`,
    save: 'Guardar',
    saveOf: (model) => `Guardar el precio personalizado de ${model}`,
    clearOf: (model) => `Borrar el precio personalizado de ${model}`,
    names: 'ID de los modelos',
    namesWhy:
      'Los proveedores cambian a veces el nombre de sus modelos. Si se rechaza un trabajo porque no conocen el modelo, escribe aquí el ID nuevo.',
    nameOf: (model) => `ID de ${model} en el proveedor`,
    saveNameOf: (model) => `Guardar el ID de ${model}`,
    resetName: 'Restablecer',
    resetNameOf: (model) => `Restablecer el ID de ${model}`,
  },
  units: {
    free: 'gratis',
    perSecond: (price) => `${price}/s`,
    perBegunSecond: (price) => `${price}/s (redondeado hacia arriba)`,
    perStep: (price, step) => `${price} por cada ${step} (redondeado hacia arriba)`,
    perRun: (price) => `${price} por generación`,
    unknown: 'precio desconocido',
  },
  // The model's own reason is in English; whether the price can be queried decides the sentence.
  unknownBecause: ({ provider, livePrice }) =>
    livePrice === 'none'
      ? `${providerNames[provider]} no ha publicado ningún precio para este modelo.`
      : `${providerNames[provider]} da sus precios por la red: hay que pedírselos.`,
};
