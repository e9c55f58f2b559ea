/** Renders the library screen in a window with a size, which the test DOM does not provide. */
import { act } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import type { KeptItem } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import { LibraryScreen } from '#renderer/features/library/library-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { about, item } from '#test/renderer/samples.ts';

/** Room for this many full tiles beside each other. */
export const columns = 4;

const giveSize = () => {
  const tilePx = 192;
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(columns * tilePx + 3 * 16);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(700);
};

/** For each test of the file: a window with a size, and timers that only `pass` advances. */
export const setUpLibrary = () => {
  beforeEach(() => {
    vi.useFakeTimers();
    giveSize();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
};
export const pass = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));

export const idOf = (index: number): string => `item-${String(index).padStart(4, '0')}`;

export const ids = (...indexes: readonly number[]): string[] => indexes.map(idOf);

export const kept = (count: number): KeptItem[] =>
  Array.from({ length: count }, (_, index) => item(idOf(index)));

export const marked = (index: number, marks: Partial<KeptItem['marks']>): KeptItem =>
  item(idOf(index), { marks: { ...noMarks, ...marks } });

export const removedAt = '2026-11-20T11:00:00.000Z';

export const drawLibrary = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ items: kept(3), about, ...world });
  const drawn = await draw(<LibraryScreen />, bridge);
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  return { bridge, inputs, ...drawn };
};

export const tiles = () => [...document.querySelectorAll<HTMLElement>('[data-tile]')];
export const tileIds = () => tiles().map((tile) => tile.dataset.tile);
export const focusTile = (index: number) => act(async () => tiles()[index]?.focus());

export const pressKey = (key: string, more: KeyboardEventInit = {}) =>
  act(async () => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  });

export const clickTile = (index: number, how: MouseEventInit = {}) =>
  act(async () => {
    tiles()[index]?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...how }));
  });

export const openMenu = (index: number) =>
  act(async () => {
    tiles()[index]?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
  });

export const pressIn = (role: string, name: string | RegExp) =>
  act(async () => {
    const fits = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
    const found = [...document.querySelectorAll<HTMLElement>(`[role="${role}"]`)].find((node) =>
      fits(node.getAttribute('aria-label') ?? node.textContent ?? ''),
    );
    if (!found) throw new Error(`There is no ${role} called ${name}`);
    found.click();
  });

export const typeIn = (field: HTMLInputElement | HTMLTextAreaElement | null, text: string) =>
  act(async () => {
    if (field === null) throw new Error('There is no such field.');
    const prototype = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    // React intercepts the element's own setter; a plain assignment would be ignored.
    Object.getOwnPropertyDescriptor(prototype.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
