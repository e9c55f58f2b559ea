/** Texts about money: this run, the comparison of all models, and the price list. */
import { assertNever } from '#contract/assert-never.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Caveat, Price } from '#contract/model/price.ts';
import { usd, usdInFull } from '#contract/rules/cost.ts';
import type { CostHint } from '#contract/rules/cost-hint.ts';

const en = {
  run: {
    title: 'Cost',
    free: 'Free',
    unknown: 'Unknown',
    basisFree: 'Runs on this computer.',
    basisSeconds: (length: string, price: string): string => `${length} × ${price}/s`,
    basisWholeSeconds: (length: string, price: string): string =>
      `${length} × ${price}/s, rounded up to whole seconds`,
    basisSteps: (count: number, price: string, step: string): string =>
      `${count} × ${price} per ${step} (rounded up)`,
    basisRun: 'One price per generation, at any length.',
    from: (source: string, date: string): string => `From ${source}, as of ${date}.`,
    estimate: 'Estimate. Final price is set by the provider.',
    beyondTable: (provider: string, toSec: string): string =>
      `Estimated beyond ${toSec}, where ${provider}\u2019s price table ends.`,
    ourReading: (provider: string): string => `Estimated from ${provider}\u2019s published prices.`,
    ownFigure: 'Custom price.',
    hint: (shorter: string, saves: string): string => `${shorter} shorter saves ${saves}.`,
    hintByOurReading: (shorter: string, saves: string): string => `${shorter} shorter would save ${saves}.`,
    shorten: 'Shorten',
    shortenBy: (shorter: string): string => `Shorten the selection by ${shorter}`,
  },
  own: {
    question: 'What do you pay per second?',
    placeholder: '$0.112',
    save: 'Save',
    clear: 'Clear custom price',
    problem: 'Enter an amount in dollars, such as 0.112.',
  },
  table: {
    open: 'Compare prices',
    title: 'Price comparison',
    why: 'Each price is for the selection that would be sent. Select a row to set the model.',
    model: 'Model',
    fit: 'Compatibility',
    length: 'Length',
    unitPrice: 'Price',
    cost: 'This video',
    note: 'Notes',
    cheapest: 'Cheapest',
    cheapestKnown: 'Cheapest known price',
    caveats: { 'our-reading': 'estimated', 'own-figure': 'custom price' } satisfies Record<Caveat, string>,
  },
  book: {
    refresh: 'Refresh prices',
    refreshing: 'Refreshing prices',
    refreshWhy: (names: string): string =>
      `Prices can be refreshed at ${names}; not available from other providers.`,
    returned: (provider: string, count: number): string =>
      count === 1
        ? `${provider}: price of one model updated.`
        : `${provider}: prices of ${count} models updated.`,
    returnedNone: (provider: string): string => `${provider} returned no price for these models.`,
    needsKey: (provider: string): string => `${provider} needs an API key to return prices.`,
    failed: (provider: string, what: string): string => `${provider}: ${what}`,
    kept: (count: number): string =>
      count === 1 ? 'The last known price is still used.' : `The last ${count} known prices are still used.`,
    own: 'Custom price',
    ownUnit: '$ per second',
    ownOf: (model: string): string => `Custom price for ${model}, in dollars per second`,
    save: 'Save',
    saveOf: (model: string): string => `Save custom price for ${model}`,
    clearOf: (model: string): string => `Clear custom price for ${model}`,
    names: 'Model IDs',
    namesWhy:
      'Providers sometimes rename their models. If a job is refused because its model is unknown, enter the new ID here.',
    nameOf: (model: string): string => `Model ID of ${model} at the provider`,
    saveNameOf: (model: string): string => `Save the model ID of ${model}`,
    resetName: 'Reset',
    resetNameOf: (model: string): string => `Reset the model ID of ${model}`,
  },
};
export type CostMessages = typeof en;

const es: CostMessages = {
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
};

export const costMessages = { en, es };

const units = {
  en: {
    free: 'free',
    perSecond: (price: string) => `${price}/s`,
    perBegunSecond: (price: string) => `${price}/s (rounded up)`,
    perStep: (price: string, step: string) => `${price} per ${step} (rounded up)`,
    perRun: (price: string) => `${price} per generation`,
    unknown: 'price unknown',
  },
  es: {
    free: 'gratis',
    perSecond: (price: string) => `${price}/s`,
    perBegunSecond: (price: string) => `${price}/s (redondeado hacia arriba)`,
    perStep: (price: string, step: string) => `${price} por cada ${step} (redondeado hacia arriba)`,
    perRun: (price: string) => `${price} por generación`,
    unknown: 'precio desconocido',
  },
};

type Unknown = Pick<ModelSpec, 'provider' | 'livePrice'> & {
  readonly price: Extract<Price, { kind: 'unknown' }>;
};

/**
 * Why a price is unknown. The model's own reason is in English; whether the price can be queried decides the text in
 * other languages.
 */
export const unknownPrice = (
  { price, provider, livePrice }: Unknown,
  language: keyof typeof units,
): string => {
  if (language === 'en') return price.reason;
  const name = providerNames[provider];
  return livePrice === 'none'
    ? `${name} no ha publicado ningún precio para este modelo.`
    : `${name} da sus precios por la red: hay que pedírselos.`;
};

/** The price of a unit, such as `$0.112/s`; the cost of a run is another figure. */
export const unitPrice = (price: Price, language: keyof typeof units): string => {
  const messages = units[language];
  switch (price.kind) {
    case 'free':
      return messages.free;
    case 'per-second': {
      const second = usdInFull(price.microsPerSec);
      return price.rounding === 'second' ? messages.perBegunSecond(second) : messages.perSecond(second);
    }
    case 'per-step':
      return messages.perStep(usdInFull(price.microsPerStep), `${price.stepSec} s`);
    case 'per-run':
      return messages.perRun(usdInFull(price.microsPerRun));
    case 'unknown':
      return messages.unknown;
    default:
      return assertNever(price);
  }
};

/** Rounded up, so that a manual trim by this length reaches the saving. */
export const shorterInWords = ({ shorterSec }: Pick<CostHint, 'shorterSec'>): string => {
  const tenths = Math.ceil(shorterSec * 10 - 1e-6) / 10;
  const hundredths = Math.ceil(shorterSec * 100 - 1e-6) / 100;
  return `${shorterSec < 0.1 ? hundredths : tenths.toFixed(1)} s`;
};

export const hintWords = (hint: CostHint, messages: CostMessages['run']): string => {
  const say = hint.isPublished ? messages.hint : messages.hintByOurReading;
  return say(shorterInWords(hint), usd(hint.savesMicros));
};
