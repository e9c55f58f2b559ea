/** Texts of one saved result on its tile. */
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryMessages } from '#renderer/messages/en/library.ts';
import type { LibraryMarksMessages } from '#renderer/messages/en/library-marks.ts';
import type { Figures } from '#renderer/messages/figures.ts';

export type TileMessages = {
  readonly library: LibraryMessages;
  readonly marks: LibraryMarksMessages;
  readonly figures: Figures;
};

const costInWords = (
  { billedMicros, estimate }: KeptItem,
  { library: messages, figures }: TileMessages,
): string => {
  if (billedMicros === 0) return messages.free;
  if (billedMicros !== null) return messages.billed(figures.dollars(billedMicros));
  if ('unknown' in estimate) return messages.unknownCost;
  return estimate.micros === 0 ? messages.free : messages.estimated(figures.dollars(estimate.micros));
};

export const pairInWords = ({ image, video }: KeptItem, { library, figures }: TileMessages): string =>
  library.pair(figures.title(image.name), figures.title(video.name));

export const titleInWords = (item: KeptItem, messages: TileMessages): string =>
  item.marks.name === '' ? pairInWords(item, messages) : item.marks.name;

/** The lines below the image. */
export const linesInWords = (item: KeptItem, messages: TileMessages) => {
  const { library, figures } = messages;
  const { removedAt } = item.marks;
  return {
    title: titleInWords(item, messages),
    model: item.modelName,
    length: figures.seconds(item.result.facts.durationSec),
    day: removedAt === null ? figures.date(item.createdAt) : library.removedOn(figures.date(removedAt)),
    /** null: not shown in the trash. */
    cost: removedAt === null ? costInWords(item, messages) : null,
  };
};

/** The full description for screen readers. */
export const tileInWords = (item: KeptItem, isSelected: boolean, messages: TileMessages): string => {
  const { library, marks } = messages;
  const { title, model, length, day, cost } = linesInWords(item, messages);
  const { isFavourite, rating } = item.marks;
  return [
    library.open({
      seen: [
        ...(item.isDemo ? [library.demo] : []),
        title,
        model,
        length,
        day,
        ...(cost === null ? [] : [cost]),
      ].join(', '),
      character: item.image.name,
      motion: item.video.name,
    }),
    ...(isFavourite ? [library.favourite] : []),
    ...(rating === 0 ? [] : [`${marks.stars(rating)}.`]),
    ...(isSelected ? [library.selected] : []),
  ].join(' ');
};
