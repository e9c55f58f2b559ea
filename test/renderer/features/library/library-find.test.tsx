// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import {
  drawLibrary,
  idOf,
  kept,
  marked,
  pass,
  pressIn,
  pressKey,
  removedAt,
  setUpLibrary,
  tileIds,
  typeIn,
} from './library-drawing.tsx';

setUpLibrary();

const searchField = () => document.querySelector<HTMLInputElement>('input[type="search"]');
const items = () => [
  marked(0, { name: 'Squats', tags: ['sport'], isFavourite: true }),
  marked(1, { name: 'Waltz', tags: ['dance'], rating: 3 }),
  marked(2, { name: 'Tango', tags: ['dance'], rating: 5 }),
  marked(3, { name: 'Gone', removedAt }),
];

test('searches after a pause in typing', async () => {
  const { inputs } = await drawLibrary({ items: items() });
  const before = inputs('library.list').length;
  await typeIn(searchField(), 'w');
  await pass(119);
  await typeIn(searchField(), 'waltz');
  await pass(119);
  expect(inputs('library.list')).toHaveLength(before);
  await pass(1);
  expect([tileIds(), inputs('library.list').length]).toEqual([[idOf(1)], before + 1]);
});

test('focuses the search on a slash or Ctrl+F; Escape clears it and returns to the grid', async () => {
  await drawLibrary({ items: items() });
  await pressKey('/');
  expect(document.activeElement).toBe(searchField());
  await typeIn(searchField(), 'waltz');
  await pass(120);
  await pressKey('Escape');
  await pass(0);
  expect([searchField()?.value, tileIds().length, document.activeElement]).toEqual(['', 3, searchField()]);
  await pressKey('Escape');
  expect(document.activeElement?.getAttribute('data-index')).toBe('0');
  await pressKey('f', { ctrlKey: true });
  expect(document.activeElement).toBe(searchField());
});

test('shows the number found beside the total', async () => {
  const { text } = await drawLibrary({ items: items() });
  await typeIn(searchField(), 'waltz');
  await pass(120);
  expect(text()).toContain('1 of 3 results');
});

test('shows filters with their counts, and active ones can be removed one by one', async () => {
  const { press, text, byRole } = await drawLibrary({ items: items() });
  await press('Filter');
  const rows = [...document.querySelectorAll('label')].map(({ textContent }) => textContent);
  expect(rows).toEqual(expect.arrayContaining(['Favourites only1', 'dance2', 'sport1']));
  const box = (label: string) =>
    [...document.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label));
  await act(async () => box('dance')?.click());
  await pressIn('radio', '5');
  expect(tileIds()).toEqual([idOf(2)]);
  expect(byRole('button', 'Remove filter: 5 stars or more').textContent).toBe('5 stars or more');
  await press('Remove filter: 5 stars or more');
  expect(tileIds()).toEqual([idOf(1), idOf(2)]);
  await press('Clear all');
  expect(tileIds()).toHaveLength(3);
  expect(text()).not.toContain('Tag: dance');
});

test('reports when nothing is found, with a remedy', async () => {
  const { text, byRole } = await drawLibrary({ items: items() });
  await typeIn(searchField(), 'zebra');
  await pass(120);
  expect(text()).toContain('No matches.');
  const [, wayOut] = [...document.querySelectorAll('button')].filter(
    ({ textContent }) => textContent === 'Clear all',
  );
  await act(async () => wayOut?.click());
  expect(tileIds()).toHaveLength(3);
  expect(byRole('radio', 'Library').getAttribute('aria-checked')).toBe('true');
});

test('shows the trash as another view, with its size and removal dates', async () => {
  const { text } = await drawLibrary({ items: items() });
  await pressIn('radio', 'Trash (1)');
  expect(tileIds()).toEqual([idOf(3)]);
  expect(text()).toContain('In the trash since Nov 20, 2026');
  expect(text()).toContain('Items are deleted after 30 days.');
});

test('reports an empty trash and links back', async () => {
  const { text, press } = await drawLibrary({ items: kept(1) });
  await pressIn('radio', 'Trash (0)');
  expect(text()).toContain('The trash is empty.');
  await press('Back to the library');
  expect(tileIds()).toEqual([idOf(0)]);
});

test('requests the sort order from the main process', async () => {
  const { inputs, byRole } = await drawLibrary({ items: items() });
  await act(async () => byRole('combobox', 'Sort by').click());
  await pass(50);
  await pressIn('option', 'Highest rated');
  expect(inputs('library.list').at(-1)).toMatchObject({ query: { sort: 'rating' } });
});
