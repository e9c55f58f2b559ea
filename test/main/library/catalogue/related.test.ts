import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';
import { createTempLibrary } from '../temp-library.ts';

const id = (text: string) => itemIdSchema.parse(text);
const inputs = (image: string, video: string) => ({
  imageSha256: image.repeat(64),
  videoSha256: video.repeat(64),
});

/** Items created a minute apart. */
const libraryWith = (items: Readonly<Record<string, Partial<Item>>>) => {
  const tempLibrary = createTempLibrary();
  Object.entries(items).forEach(([name, more], index) => {
    const createdAt = `2026-11-21T10:0${index}:00.000Z`;
    const item = itemOf(jobRecord(name), { id: id(`item-${name}`), createdAt, ...more });
    tempLibrary.catalogue.insert(item, `2026-11/item-${name}`);
  });
  return {
    ...tempLibrary,
    relatedTo: (name: string) => {
      const related = tempLibrary.catalogue.related(id(`item-${name}`));
      return related.ok ? related.value.map((item) => item.id) : related;
    },
  };
};

const named = (image: string, video: string): Partial<Item> => {
  const item = itemOf(jobRecord('j1'));
  return { image: { ...item.image, name: image }, video: { ...item.video, name: video } };
};

test('finds results of the same two files by content, newest first', () => {
  const { relatedTo } = libraryWith({
    first: { inputs: inputs('a', 'b'), ...named('anna.jpg', 'squats.mp4') },
    second: { inputs: inputs('a', 'b'), ...named('copy of anna.jpg', 'squats.mp4') },
    otherImage: { inputs: inputs('c', 'b') },
    otherVideo: { inputs: inputs('a', 'c') },
    third: { inputs: inputs('a', 'b') },
  });
  expect(relatedTo('first')).toEqual(['item-third', 'item-second']);
  expect(relatedTo('second')).toEqual(['item-third', 'item-first']);
  expect(relatedTo('otherVideo')).toEqual([]);
});

test('finds older results without hashes by file names', () => {
  const { relatedTo } = libraryWith({
    older: named('anna.jpg', 'squats.mp4'),
    olderOther: named('anna.jpg', 'lunges.mp4'),
    newer: { inputs: inputs('a', 'b'), ...named('anna.jpg', 'squats.mp4') },
    newerOther: { inputs: inputs('a', 'c'), ...named('anna.jpg', 'squats.mp4') },
  });
  expect(relatedTo('older')).toEqual(['item-newerOther', 'item-newer']);
  // Names are not compared where both items have hashes.
  expect(relatedTo('newer')).toEqual(['item-older']);
  expect(relatedTo('olderOther')).toEqual([]);
});

test('finds an entry of an older program without the new fields', () => {
  const tempLibrary = libraryWith({ older: {}, newer: { inputs: inputs('a', 'b') } });
  tempLibrary.db.transaction((sql) =>
    sql.run(`UPDATE items SET item = json_remove(item, '$.inputs', '$.tookSec') WHERE id = 'item-older'`),
  );
  expect(tempLibrary.relatedTo('newer')).toEqual(['item-older']);
  expect(tempLibrary.relatedTo('older')).toEqual(['item-newer']);
});

test('fails for an unknown item', () => {
  expect(libraryWith({}).relatedTo('gone')).toEqual(fail('item-unknown'));
});
