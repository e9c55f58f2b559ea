/** Search through the real index. */
import { expect, test } from 'vitest';
import { modelIdSchema } from '#contract/model/choices.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { type LibraryQuery, libraryQuerySchema } from '#contract/model/library-query.ts';
import { type Marks, marksSchema } from '#contract/model/marks.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';
import { createTempLibrary } from '../temp-library.ts';

type Described = {
  readonly marks?: Partial<Marks>;
  readonly choices?: Partial<Item['choices']>;
  readonly image?: string;
  readonly video?: string;
  readonly more?: Partial<Item>;
};

/** Items by name, created a minute apart. */
const libraryWith = (described: Readonly<Record<string, Described>>) => {
  const tempLibrary = createTempLibrary();
  const found = Object.entries(described).map(
    ([name, { marks = {}, choices = {}, image, video, more = {} }], n) => {
      const plain = itemOf(jobRecord(name));
      const item = itemOf(jobRecord(name), {
        id: itemIdSchema.parse(`item-of-${name}`),
        createdAt: `2026-11-21T10:${String(n).padStart(2, '0')}:00.000Z`,
        choices: { ...plain.choices, ...choices },
        image: { ...plain.image, name: image ?? plain.image.name },
        video: { ...plain.video, name: video ?? plain.video.name },
        ...more,
      });
      return { item, folder: `2026-11/${item.id}`, marks: marksSchema.parse(marks), seen: null };
    },
  );
  tempLibrary.catalogue.insertAll(found);
  return {
    ...tempLibrary,
    found: (query: string | Partial<LibraryQuery>) => {
      const fields = typeof query === 'string' ? { text: query } : query;
      const ids = tempLibrary.catalogue.ids(libraryQuerySchema.parse(fields));
      return ids.ok ? ids.value.map((id) => id.replace('item-of-', '')) : ids.error.code;
    },
  };
};

test.each<[string, Described, readonly string[], readonly string[]]>([
  ['the name given to it', { marks: { name: 'Sunday rehearsal' } }, ['sunday', 'REHEARSAL sun'], ['day']],
  ['tags', { marks: { tags: ['Client A', 'reel'] } }, ['client a', 'reel', 'ree'], ['client b']],
  ['notes', { marks: { notes: 'Too fast\nnear the end.' } }, ['fast end', 'near'], ['slow']],
  ['file names', { video: 'my_clip-02.mp4' }, ['clip', 'my_clip', '02', 'mp4', 'my_clip-02.mp4'], ['lip']],
  ['the image’s name', { image: 'Anna (final).png' }, ['anna final', 'final.png'], ['bruno']],
  [
    'the prompt',
    { choices: { prompt: 'a robot, walking slowly' } },
    ['robot walk', 'slowly robot'],
    ['runs'],
  ],
  ['the negative prompt', { choices: { negativePrompt: 'watermark' } }, ['water'], ['mark']],
  ['the model', {}, ['kling', 'v2.6', 'kling pro', 'fal/kling-v2.6-pro'], ['novita']],
  ['accents or none', { choices: { prompt: 'Élodie baila en São Paulo' } }, ['elodie', 'ÉLODIE', 'sao'], []],
  [
    'letters without a decomposition',
    { marks: { name: 'Straße Ærø Łódź' } },
    ['strasse', 'aero', 'lodz'],
    [],
  ],
  ['a decomposed accent', { marks: { name: 'cafe\u0301' } }, ['caf\u00e9', 'cafe'], []],
  ['Cyrillic and Greek', { marks: { name: 'Танец Йога ΧΟΡΟΣ' } }, ['танец', 'йог', 'χορός'], []],
  ['Turkish capitals', { marks: { name: 'İstanbul' } }, ['istanbul', 'ISTANBUL'], []],
  ['Arabic with and without vowels', { marks: { name: 'رَقْص شعبي' } }, ['رقص', 'شعب'], []],
  ['Hindi words, whole', { marks: { name: 'हिन्दी नृत्य' } }, ['हिन्दी', 'नृत्'], ['त्य']],
  ['Korean', { marks: { name: '춤추는 로봇' } }, ['춤추', '로봇'], []],
  [
    'Chinese inside a sentence',
    { choices: { prompt: '一个穿红裙的舞者' } },
    ['舞者', '红裙', '穿'],
    ['舞红', '绿裙'],
  ],
  [
    'Japanese inside a sentence',
    { choices: { prompt: '夜の東京タワーで踊る少女' } },
    ['東京', 'タワー', '踊る', 'ﾀﾜｰ'],
    ['京東', '大阪'],
  ],
  [
    'Thai inside a sentence',
    { choices: { prompt: 'นักเต้นในชุดสีทองริมทะเล' } },
    ['เต้น', 'ทะเล', 'สีทอง'],
    ['ทองสี'],
  ],
  [
    'two scripts side by side',
    { marks: { name: '東京tower2' } },
    ['tower', '東京 tow', '東京tower'],
    ['ower'],
  ],
  ['full-width letters', { marks: { name: 'ＫＬＩＮＧ１２' } }, ['kling12'], []],
  ['emoji', { marks: { tags: ['🔥 best'] } }, ['🔥', '🔥best'], ['💧']],
  ['words around a zero byte', { marks: { notes: 'left\u0000right' } }, ['left right', 'right'], []],
])('%s can be searched', (_, described, hits, misses) => {
  const { found } = libraryWith({
    it: described,
    other: {
      choices: { prompt: '', modelId: modelIdSchema.parse('x/y') },
      image: 'o.x',
      video: 'o.x',
      more: { modelName: 'y' },
    },
  });
  expect(Object.fromEntries([...hits, ...misses].map((text) => [text, found(text)]))).toEqual(
    Object.fromEntries([...hits.map((text) => [text, ['it']]), ...misses.map((text) => [text, []])]),
  );
});

test.each([
  '"',
  "'",
  '""',
  '*',
  'robot*',
  '"robot',
  'robot"',
  'robot OR',
  'AND',
  'NOT robot',
  'NEAR(robot walk, 2)',
  'words:robot',
  '{words}: robot',
  '-robot',
  '^robot',
  'robot + walk',
  '(robot',
  ')',
  'robot)',
  '\\',
  '\u0000',
  'robot\u0000walk',
  '%',
  '_',
  ';',
  '--',
  "'; DROP TABLE items; --",
  '\ud800',
  '\ud800robot',
  'ro\u200bbot',
  '𰻞',
  'a '.repeat(250),
  '東'.repeat(500),
  `${'x'.repeat(499)}*`,
  Array.from({ length: 136 }, (_, n) => n).join(' '),
])('search text does not cause an error: %j', (text) => {
  const { found, catalogue } = libraryWith({ it: { choices: { prompt: 'a robot walks' } } });
  expect(found(text)).toBeInstanceOf(Array);
  expect(catalogue.count()).toEqual({ ok: true, value: 1 });
});

test.each(['', '   ', '***', '""', '- -'])('a text without a word matches all items: %j', (text) => {
  expect(libraryWith({ a: {}, b: {} }).found(text)).toEqual(['b', 'a']);
});

test('requires all words, in any field', () => {
  const { found } = libraryWith({
    both: { choices: { prompt: 'a robot' }, marks: { notes: 'in the rain' } },
    one: { choices: { prompt: 'a robot' } },
  });
  expect([found('robot rain'), found('rain robot'), found('robot')]).toEqual([
    ['both'],
    ['both'],
    ['one', 'both'],
  ]);
});

test('finds new marks immediately, and removed marks no more', async () => {
  const tempLibrary = libraryWith({ a: {}, b: {} });
  const id = itemIdSchema.parse('item-of-a');
  const item = tempLibrary.catalogue.get(id);
  if (item.ok) {
    tempLibrary.catalogue.insert({ ...item.value, modelName: 'Zebra' }, '2026-11/item-of-a');
    expect(tempLibrary.found('zebra')).toEqual(['a']);
    tempLibrary.catalogue.insert({ ...item.value, modelName: 'Giraffe' }, '2026-11/item-of-a');
  }
  expect([tempLibrary.found('zebra'), tempLibrary.found('giraffe')]).toEqual([[], ['a']]);
});

test('combines all filters, and searches the trash separately', () => {
  const removedAt = '2026-11-20T10:00:00.000Z';
  const v3 = modelIdSchema.parse('fal/kling-v3-std');
  const { found } = libraryWith({
    plain: {},
    starred: { marks: { isFavourite: true, rating: 4, tags: ['Reel', 'client'] } },
    v3: { choices: { modelId: v3, orientation: 'video' }, marks: { rating: 2, tags: ['reel'] } },
    gone: { marks: { removedAt, rating: 5, tags: ['reel'], name: 'robot' } },
  });
  expect({
    all: found({}),
    favourites: found({ onlyFavourites: true }),
    rated: found({ minRating: 2 }),
    well: found({ minRating: 3 }),
    tag: found({ tags: ['REEL'] }),
    tags: found({ tags: ['reel', 'Client', 'reel'] }),
    model: found({ modelIds: [v3] }),
    models: found({ modelIds: [v3, modelIdSchema.parse('fal/kling-v2.6-pro')] }),
    orientation: found({ orientation: 'video' }),
    text: found({ text: 'reel', minRating: 3 }),
    trash: found({ isInTrash: true }),
    inTrash: found({ isInTrash: true, text: 'robot', tags: ['reel'] }),
    notThere: found({ text: 'robot' }),
  }).toEqual({
    all: ['v3', 'starred', 'plain'],
    favourites: ['starred'],
    rated: ['v3', 'starred'],
    well: ['starred'],
    tag: ['v3', 'starred'],
    tags: ['starred'],
    model: ['v3'],
    models: ['v3', 'starred', 'plain'],
    orientation: ['v3'],
    text: ['starred'],
    trash: ['gone'],
    inTrash: ['gone'],
    notThere: [],
  });
});

test('every sort order lists all items, in pages without gaps', () => {
  const videoPath = itemOf(jobRecord('j')).result;
  const long = (durationSec: number) => ({
    result: { ...videoPath, facts: { ...videoPath.facts, durationSec } },
  });
  const tempLibrary = libraryWith({
    a: { marks: { name: 'dance 10', rating: 1 }, more: { billedMicros: 5, ...long(3) } },
    b: { marks: { name: 'Dance 2', rating: 5 }, more: { estimate: { unknown: 'no price' }, ...long(9) } },
    c: { image: 'élan.jpg', more: { billedMicros: 900, ...long(5) } },
    d: { marks: { name: 'zoo', rating: 5 }, more: { billedMicros: 5, ...long(5) } },
  });
  expect({
    newest: tempLibrary.found({ sort: 'newest' }),
    oldest: tempLibrary.found({ sort: 'oldest' }),
    name: tempLibrary.found({ sort: 'name' }),
    rating: tempLibrary.found({ sort: 'rating' }),
    cost: tempLibrary.found({ sort: 'cost' }),
    length: tempLibrary.found({ sort: 'length' }),
  }).toEqual({
    newest: ['d', 'c', 'b', 'a'],
    oldest: ['a', 'b', 'c', 'd'],
    name: ['b', 'a', 'c', 'd'],
    rating: ['d', 'b', 'a', 'c'],
    cost: ['c', 'd', 'a', 'b'],
    length: ['b', 'd', 'c', 'a'],
  });
  const query = libraryQuerySchema.parse({ sort: 'rating' });
  const pages = [0, 1, 2, 3, 4].map((offset) => tempLibrary.catalogue.list({ offset, limit: 1, query }));
  expect(pages.map((page) => page.ok && [page.value.total, ...page.value.items.map(({ id }) => id)])).toEqual(
    [[4, 'item-of-d'], [4, 'item-of-b'], [4, 'item-of-a'], [4, 'item-of-c'], [4]],
  );
});

test('the overview counts items, tags and models', () => {
  const removedAt = '2026-11-20T10:00:00.000Z';
  const { catalogue } = libraryWith({
    a: { marks: { tags: ['Reel', 'x'], isFavourite: true } },
    b: { marks: { tags: ['reel'] }, more: { modelName: 'Kling, renamed' } },
    c: { choices: { modelId: modelIdSchema.parse('fal/kling-v3-std') } },
    gone: { marks: { tags: ['x', 'y'], isFavourite: true, removedAt } },
  });
  expect(catalogue.overview()).toEqual({
    ok: true,
    value: {
      total: 3,
      favourites: 1,
      inTrash: 1,
      tags: [
        { tag: 'Reel', count: 2 },
        { tag: 'x', count: 1 },
      ],
      models: [
        { modelId: 'fal/kling-v2.6-pro', name: 'Kling, renamed', count: 2 },
        { modelId: 'fal/kling-v3-std', name: 'Kling v2.6 pro', count: 1 },
      ],
    },
  });
});
