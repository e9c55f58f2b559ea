/** Prices and limits of all models as rows of figures, each with the number of its source below the table. */
import type { ModelId } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Origin } from '#contract/model/price.ts';
import type { PageMessages } from '#renderer/messages/en/messages.ts';
import { codecName, type Figures } from '#renderer/messages/figures.ts';
import { sentence } from '#renderer/messages/phrase.ts';
import { unitPrice } from '#renderer/messages/price-text.ts';

/** `source`: position in the list of sources, from 1; null if there is none. */
export type Figure = { readonly text: string; readonly source: number | null };

export const columns = ['price', 'length', 'image', 'video', 'prompt'] as const;
type Column = (typeof columns)[number];

type PriceRow = {
  readonly modelId: ModelId;
  readonly name: string;
  readonly cells: Readonly<Record<Column, readonly Figure[]>>;
};

export type PriceTable = { readonly rows: readonly PriceRow[]; readonly sources: readonly Origin[] };

export const tabulate = (
  models: readonly ModelSpec[],
  { settings, costs, figures }: Pick<PageMessages, 'settings' | 'costs'> & { readonly figures: Figures },
): PriceTable => {
  const messages = settings.models;
  const sources: Origin[] = [];

  const figure = (text: string, { source, asOf }: Origin): Figure => {
    const isThis = (known: Origin) => known.source === source && known.asOf === asOf;
    if (!sources.some(isThis)) sources.push({ source, asOf });
    return { text, source: sources.findIndex(isThis) + 1 };
  };

  const price = ({ price, provider, livePrice }: ModelSpec): Figure => {
    const text = sentence(unitPrice(price, costs));
    return price.kind === 'unknown'
      ? { text: `${text}: ${costs.unknownBecause({ price, provider, livePrice })}`, source: null }
      : figure(text, price);
  };

  type Limit = Origin & { readonly value: number };
  /** One line for both ends of the range, unless they have different sources. */
  const sides = (min: Limit, max: Limit): Figure[] =>
    min.source === max.source && min.asOf === max.asOf
      ? [figure(messages.sides(String(min.value), String(max.value)), min)]
      : [figure(messages.sideMin(String(min.value)), min), figure(messages.sideMax(String(max.value)), max)];

  const frame = (limits: ModelSpec['image'] | ModelSpec['video']): Figure[] => [
    figure(limits.containers.value.map((name) => name.toUpperCase()).join(', '), limits.containers),
    figure(messages.size(figures.bytes(limits.maxBytes.value)), limits.maxBytes),
    ...sides(limits.minSidePx, limits.maxSidePx),
    figure(
      messages.shape(figures.short(limits.aspect.value.min), figures.short(limits.aspect.value.max)),
      limits.aspect,
    ),
  ];

  const prompts = ({ options, promptMaxChars, negativePromptMaxChars }: ModelSpec): Figure[] => [
    options.prompt
      ? figure(messages.promptMax(String(promptMaxChars.value)), promptMaxChars)
      : { text: messages.promptNone, source: null },
    ...(options.negativePrompt && negativePromptMaxChars !== null
      ? [figure(messages.negativeMax(String(negativePromptMaxChars.value)), negativePromptMaxChars)]
      : []),
  ];

  const rows = models.map((model): PriceRow => {
    const { image, video } = model;
    const sec = (value: number) => `${figures.short(value)} s`;
    return {
      modelId: model.id,
      name: model.name,
      cells: {
        price: [price(model)],
        length: [
          figure(messages.lengthImage(sec(video.maxSec.image.value)), video.maxSec.image),
          figure(messages.lengthVideo(sec(video.maxSec.video.value)), video.maxSec.video),
          figure(messages.lengthMin(sec(video.minSec.value)), video.minSec),
        ],
        image: frame(image),
        video: [
          ...frame(video),
          figure(video.videoCodecs.value.map(codecName).join(', '), video.videoCodecs),
        ],
        prompt: prompts(model),
      },
    };
  });
  return { rows, sources };
};
