import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';
import { createShelf } from '../temp-library.ts';

const id = (text: string) => itemIdSchema.parse(text);
const inputs = (image: string, video: string) => ({
  imageSha256: image.repeat(64),
  videoSha256: video.repeat(64),
});

/** Each a minute younger than the one before. */
const shelfWith = (items: Readonly<Record<string, Partial<Item>>>) => {
  const shelf = createShelf();
  Object.entries(items).forEach(([name, more], index) => {
    const createdAt = `2026-11-21T10:0${index}:00.000Z`;
    const item = itemOf(jobRecord(name), { id: id(`item-${name}`), createdAt, ...more });
    shelf.catalogue.insert(item, `2026-11/item-${name}`);
  });
  return {
    ...shelf,
    relatedTo: (name: string) => {
      const related = shelf.catalogue.related(id(`item-${name}`));
      return related.ok ? related.value.map((item) => item.id) : related;
    },
  };
};

const named = (image: string, video: string): Partial<Item> => {
  const item = itemOf(jobRecord('j1'));
  return { image: { ...item.image, name: image }, video: { ...item.video, name: video } };
};

test('results of the same two files are found, newest first, whatever the files were called', () => {
  const { relatedTo } = shelfWith({
    first: { inputs: inputs('a', 'b'), ...named('anna.jpg', 'squats.mp4') },
    second: { inputs: inputs('a', 'b'), ...named('copy of anna.jpg', 'squats.mp4') },
    otherPicture: { inputs: inputs('c', 'b') },
    otherClip: { inputs: inputs('a', 'c') },
    third: { inputs: inputs('a', 'b') },
  });
  expect(relatedTo('first')).toEqual(['item-third', 'item-second']);
  expect(relatedTo('second')).toEqual(['item-third', 'item-first']);
  expect(relatedTo('otherClip')).toEqual([]);
});

test('results from before that was kept are found by the names of their files', () => {
  const { relatedTo } = shelfWith({
    older: named('anna.jpg', 'squats.mp4'),
    olderOther: named('anna.jpg', 'lunges.mp4'),
    newer: { inputs: inputs('a', 'b'), ...named('anna.jpg', 'squats.mp4') },
    newerOther: { inputs: inputs('a', 'c'), ...named('anna.jpg', 'squats.mp4') },
  });
  expect(relatedTo('older')).toEqual(['item-newerOther', 'item-newer']);
  // Two that know their files are never related by names.
  expect(relatedTo('newer')).toEqual(['item-older']);
  expect(relatedTo('olderOther')).toEqual([]);
});

test('an entry without the new fields, as an older program wrote it, is found, too', () => {
  const shelf = shelfWith({ older: {}, newer: { inputs: inputs('a', 'b') } });
  shelf.db.transaction((sql) =>
    sql.run(`UPDATE items SET item = json_remove(item, '$.inputs', '$.tookSec') WHERE id = 'item-older'`),
  );
  expect(shelf.relatedTo('newer')).toEqual(['item-older']);
  expect(shelf.relatedTo('older')).toEqual(['item-newer']);
});

test('an item that nobody knows has no relatives to tell of', () => {
  expect(shelfWith({}).relatedTo('gone')).toEqual(fail('item-unknown'));
});
