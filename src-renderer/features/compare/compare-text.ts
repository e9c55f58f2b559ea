/** Sentences and figures of the comparison, and the names and descriptions of its two sides. */
import { useMemo } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import type { Item } from '#contract/model/item.ts';
import { modelNames, type Side } from '#contract/rules/export.ts';
import type { CompareMessages } from '#renderer/messages/en/compare.ts';
import { createFigures, type Figures } from '#renderer/messages/figures.ts';
import { useMessages } from '#renderer/state/use-app.ts';

export type CompareText = { readonly messages: CompareMessages; readonly figures: Figures };

export const useCompareText = (): CompareText => {
  const { language, compare } = useMessages();
  return useMemo(() => ({ messages: compare, figures: createFigures(language) }), [language, compare]);
};

type OneSide = {
  readonly name: string;
  readonly means: string;
  /** The name at the start of a sentence. */
  readonly subject: string;
  /** The name within a sentence. */
  readonly inside: string;
  /** The name where space is limited. */
  readonly short: string;
};
export type SideMessages = { readonly [side in Side]: OneSide };

/** Results of different providers are named by provider; of one provider, by model without the provider's name. */
const shortNames = (item: Item, other: Item): { readonly [side in Side]: string } => {
  if (item.provider !== other.provider)
    return { beside: providerNames[other.provider], result: providerNames[item.provider] };
  const { beside, result } = modelNames(item, other);
  const bare = (name: string) => name.replace(` (${providerNames[item.provider]})`, '');
  return { beside: bare(beside), result: bare(result) };
};

/** `other`: the result shown in place of the reference; null: the reference is shown. */
export const sideWordsOf = (
  { item, other }: { readonly item: Item; readonly other: Item | null },
  { messages, figures }: CompareText,
): SideMessages => {
  if (other === null) {
    const side = (name: 'reference' | 'result'): OneSide => ({
      name: messages.sides[name],
      means: messages.sidesMean[name],
      subject: messages.subjects[name],
      inside: messages.insides[name],
      short: messages.sides[name],
    });
    return { beside: side('reference'), result: side('result') };
  }
  const names = modelNames(item, other);
  const shorts = shortNames(item, other);
  const side = (name: Side, { createdAt }: Item): OneSide => ({
    name: names[name],
    means: figures.moment(createdAt),
    subject: names[name],
    inside: names[name],
    short: shorts[name],
  });
  return { beside: side('beside', other), result: side('result', item) };
};
