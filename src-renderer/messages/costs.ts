/** What the page says about money: this run, every model side by side, and the price book. */
import { assertNever } from '#contract/assert-never.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Caveat, Price } from '#contract/model/price.ts';
import { usdInFull } from '#contract/rules/cost.ts';

const en = {
  run: {
    title: 'Cost',
    free: 'Free',
    unknown: 'Unknown',
    basisFree: 'It runs on this computer.',
    basisSeconds: (length: string, price: string): string => `${length} × ${price}/s`,
    basisWholeSeconds: (length: string, price: string): string =>
      `${length} × ${price}/s, each begun second counted whole`,
    basisSteps: (count: number, price: string, step: string): string =>
      `${count} × ${price}, one for each begun ${step}`,
    basisRun: 'One price for each run, however long.',
    from: (source: string, date: string): string => `From ${source}, as of ${date}.`,
    estimate: 'An estimate; the provider bills what it makes.',
    beyondTable: (provider: string, toSec: string): string =>
      `Beyond ${toSec} this is our reading of ${provider}\u2019s table, which ends there.`,
    ourReading: (provider: string): string => `This is our reading of ${provider}\u2019s prices.`,
    ownFigure: 'By your own figure, not the provider\u2019s.',
    hint: (shorter: string, saves: string): string => `${shorter} shorter saves ${saves}.`,
    hintByOurReading: (shorter: string, saves: string): string => `${shorter} shorter would save ${saves}.`,
    shorten: 'Shorten',
    shortenBy: (shorter: string): string => `Shorten the chosen part by ${shorter}`,
  },
  own: {
    question: 'What do you pay for a second?',
    placeholder: '$0.112',
    save: 'Save',
    clear: 'Clear your own figure',
    problem: 'Write an amount in dollars, such as 0.112.',
  },
  table: {
    open: 'Compare prices',
    title: 'What this clip costs at every model',
    why: 'Each is priced for the part that it would be sent. Choose a row to set the model.',
    model: 'Model',
    fit: 'Fit',
    length: 'Length',
    unitPrice: 'Price',
    cost: 'This clip',
    note: 'Worth knowing',
    cheapest: 'Cheapest',
    cheapestKnown: 'Cheapest known price',
    caveats: {
      'our-reading': 'by our reading of the table',
      'own-figure': 'your own figure',
    } satisfies Record<Caveat, string>,
  },
  book: {
    refresh: 'Refresh prices',
    refreshing: 'Asking the providers',
    refreshWhy: (names: string): string =>
      `Prices can be asked for over the network at ${names}; others do not tell theirs.`,
    told: (provider: string, count: number): string =>
      count === 1
        ? `${provider} answered with the price of one model.`
        : `${provider} answered with the prices of ${count} models.`,
    toldNone: (provider: string): string => `${provider} answered, but named no price of these models.`,
    needsKey: (provider: string): string => `${provider} was not asked: it tells its prices only with a key.`,
    failed: (provider: string, what: string): string => `${provider}: ${what}`,
    kept: (count: number): string =>
      count === 1
        ? 'The price it told before still holds.'
        : `The ${count} prices it told before still hold.`,
    own: 'Your own figure',
    ownUnit: '$ a second',
    ownOf: (model: string): string => `Your own figure for ${model}, in dollars a second`,
    save: 'Save',
    saveOf: (model: string): string => `Save your figure for ${model}`,
    clearOf: (model: string): string => `Clear your figure for ${model}`,
    names: 'Names at the provider',
    namesWhy:
      'Providers rename their models now and then. Where a run is refused because its model is unknown, put the new name in here.',
    nameOf: (model: string): string => `Name of ${model} at the provider`,
    saveNameOf: (model: string): string => `Save the name of ${model}`,
    resetName: 'Put back',
    resetNameOf: (model: string): string => `Put back the usual name of ${model}`,
  },
};
export type CostMessages = typeof en;

const es: CostMessages = {
  run: {
    title: 'Coste',
    free: 'Gratis',
    unknown: 'Desconocido',
    basisFree: 'Funciona en este equipo.',
    basisSeconds: (length, price) => `${length} × ${price}/s`,
    basisWholeSeconds: (length, price) => `${length} × ${price}/s; cada segundo empezado cuenta entero`,
    basisSteps: (count, price, step) => `${count} × ${price}, uno por cada ${step} empezados`,
    basisRun: 'Un precio por ejecución, dure lo que dure.',
    from: (source, date) => `Según ${source}, a ${date}.`,
    estimate: 'Es una estimación; el proveedor cobra lo que hace.',
    beyondTable: (provider, toSec) =>
      `A partir de ${toSec} es nuestra lectura de la tabla de ${provider}, que termina ahí.`,
    ourReading: (provider) => `Es nuestra lectura de los precios de ${provider}.`,
    ownFigure: 'Según tu propia cifra, no la del proveedor.',
    hint: (shorter, saves) => `Con ${shorter} menos se ahorran ${saves}.`,
    hintByOurReading: (shorter, saves) => `Con ${shorter} menos se ahorrarían ${saves}.`,
    shorten: 'Acortar',
    shortenBy: (shorter) => `Acortar la parte elegida ${shorter}`,
  },
  own: {
    question: '¿Cuánto pagas por segundo?',
    placeholder: '$0.112',
    save: 'Guardar',
    clear: 'Borrar tu propia cifra',
    problem: 'Escribe una cantidad en dólares, como 0.112.',
  },
  table: {
    open: 'Comparar precios',
    title: 'Lo que cuesta este vídeo con cada modelo',
    why: 'Cada precio es por la parte que se le enviaría. Elige una fila para fijar el modelo.',
    model: 'Modelo',
    fit: 'Ajuste',
    length: 'Duración',
    unitPrice: 'Precio',
    cost: 'Este vídeo',
    note: 'Conviene saber',
    cheapest: 'El más barato',
    cheapestKnown: 'El más barato conocido',
    caveats: {
      'our-reading': 'según nuestra lectura de la tabla',
      'own-figure': 'tu propia cifra',
    },
  },
  book: {
    refresh: 'Actualizar precios',
    refreshing: 'Preguntando a los proveedores',
    refreshWhy: (names) => `Se pueden preguntar por la red los precios de ${names}; los demás no los dan.`,
    told: (provider, count) =>
      count === 1
        ? `${provider} ha respondido con el precio de un modelo.`
        : `${provider} ha respondido con los precios de ${count} modelos.`,
    toldNone: (provider) => `${provider} ha respondido, pero sin precio para estos modelos.`,
    needsKey: (provider) => `No se ha preguntado a ${provider}: solo da sus precios con una clave.`,
    failed: (provider, what) => `${provider}: ${what}`,
    kept: (count) =>
      count === 1
        ? 'Sigue valiendo el precio que dio antes.'
        : `Siguen valiendo los ${count} precios que dio antes.`,
    own: 'Tu propia cifra',
    ownUnit: '$ por segundo',
    ownOf: (model) => `Tu propia cifra para ${model}, en dólares por segundo`,
    save: 'Guardar',
    saveOf: (model) => `Guardar tu cifra para ${model}`,
    clearOf: (model) => `Borrar tu cifra para ${model}`,
    names: 'Nombres en el proveedor',
    namesWhy:
      'Los proveedores cambian a veces el nombre de sus modelos. Si se rechaza una ejecución porque no conocen el modelo, escribe aquí el nombre nuevo.',
    nameOf: (model) => `Nombre de ${model} en el proveedor`,
    saveNameOf: (model) => `Guardar el nombre de ${model}`,
    resetName: 'Restablecer',
    resetNameOf: (model) => `Restablecer el nombre habitual de ${model}`,
  },
};

export const costMessages = { en, es };

const units = {
  en: {
    free: 'free',
    perSecond: (price: string) => `${price}/s`,
    perBegunSecond: (price: string) => `${price} for each begun second`,
    perStep: (price: string, step: string) => `${price} for each begun ${step}`,
    perRun: (price: string) => `${price} for each run`,
    unknown: 'price unknown',
  },
  es: {
    free: 'gratis',
    perSecond: (price: string) => `${price}/s`,
    perBegunSecond: (price: string) => `${price} por cada segundo empezado`,
    perStep: (price: string, step: string) => `${price} por cada ${step} empezados`,
    perRun: (price: string) => `${price} por ejecución`,
    unknown: 'precio desconocido',
  },
};

type Unknown = Pick<ModelSpec, 'provider' | 'livePrice'> & {
  readonly price: Extract<Price, { kind: 'unknown' }>;
};

/** Why a price is unknown. The model's own reason is English; where it can be asked for decides what it says elsewhere. */
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

/** The price of a unit, such as `$0.112/s`; what a clip costs is another figure. */
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
