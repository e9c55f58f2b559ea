// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepFocus } from '#renderer/app/keep-focus.ts';

let stop = () => {};
let main: HTMLElement;

const show = async (html: string, screen = 'one') => {
  main.dataset.screen = screen;
  main.innerHTML = html;
  await settled();
};
/** Resolves after the mutation observer has run. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
const find = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`There is no ${id} in: ${document.body.innerHTML}`);
  return found;
};
const focused = () => document.activeElement?.id || document.activeElement?.tagName.toLowerCase();
const removeFocused = async (id: string, parts: readonly string[] = [id]) => {
  find(id).focus();
  for (const part of parts) find(part).remove();
  await settled();
};

beforeEach(() => {
  document.body.innerHTML = '<nav><button id="rail">Rail</button></nav><main></main>';
  main = document.querySelector('main') ?? document.body;
  main.dataset.screen = 'one';
  stop = keepFocus(main);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

const list = (...names: readonly string[]) =>
  names.map((name) => `<li id="${name}" tabindex="-1"><button id="go-${name}">Go</button></li>`).join('');

test('after the removal of a row the next one has the focus, and after the last one the one before', async () => {
  await show(`<section><ul>${list('a', 'b', 'c')}</ul></section>`);
  await removeFocused('go-b', ['b']);
  expect(focused()).toBe('c');
  await removeFocused('go-c', ['c']);
  expect(focused()).toBe('a');
});

test('where no neighbour is left the container holds the focus, until it has content', async () => {
  await show('<section id="part"><h2>Part</h2><p><button id="gone">Remove</button></p></section>');
  await removeFocused('gone');
  expect(focused()).toBe('part');
  find('part').insertAdjacentHTML('beforeend', '<button id="new">Choose</button>');
  await settled();
  expect(focused()).toBe('new');
});

test('the focus moves to the element with the same key, wherever it is', async () => {
  await show(
    `<ul>${list('a')}</ul><p><button id="x" data-focus-key="x">X</button></p><div id="there"></div>`,
  );
  find('x').focus();
  find('x').remove();
  find('there').innerHTML = '<button id="again" data-focus-key="x">X</button>';
  await settled();
  expect(focused()).toBe('again');
});

test('a screen that opens has the focus at its home, and a screen that is returned to where it was', async () => {
  const first = '<button id="a" data-focus-key="a">A</button><button id="b" data-focus-key="b">B</button>';
  await show(first);
  find('b').focus();
  await show('<p>Loading</p>', 'two');
  expect(focused()).toBe('main');
  main.innerHTML = '<section id="stage" tabindex="-1" data-focus-home></section>';
  await settled();
  expect(focused()).toBe('stage');
  await show('<p>Loading</p>', 'one');
  main.innerHTML = first;
  await settled();
  expect(focused()).toBe('b');
});

test('a press while a screen loads does not keep the focus from its home, nor from the next screen', async () => {
  await show('<button id="a" data-focus-key="a">A</button>');
  find('a').focus();
  await show('<p>Loading</p>', 'two');
  main.dispatchEvent(new Event('pointerup', { bubbles: true }));
  main.innerHTML = '<section id="stage" tabindex="-1" data-focus-home></section>';
  await settled();
  expect(focused()).toBe('stage');
  main.focus();
  await show('<button id="a" data-focus-key="a">A</button>', 'one');
  expect(focused()).toBe('a');
});

test('after a dialog whose opener is gone the neighbour of the opener has the focus', async () => {
  await show(`<section><ul>${list('a', 'b')}</ul></section>`);
  find('go-a').focus();
  document.body.insertAdjacentHTML('beforeend', '<div id="portal"><button id="yes">Yes</button></div>');
  find('yes').focus();
  find('a').remove();
  find('portal').remove();
  await settled();
  expect(focused()).toBe('b');
});

test('after a dialog the element that had the focus before has it again', async () => {
  await show(`<section><ul>${list('a', 'b')}</ul></section>`);
  find('go-b').focus();
  document.body.insertAdjacentHTML('beforeend', '<div id="portal"><button id="yes">Yes</button></div>');
  await removeFocused('yes', ['portal']);
  expect(focused()).toBe('go-b');
});

test('an element that is not focusable is skipped', async () => {
  await show(
    '<section><button id="gone">G</button><button disabled>D</button><p hidden><a href="#x">H</a></p><span aria-hidden="true" tabindex="0"></span><input type="hidden"><a id="link" href="#y">L</a></section>',
  );
  await removeFocused('gone');
  expect(focused()).toBe('link');
});

test('the focus is not taken from an element that has it, and not set after a press beside every control', async () => {
  await show(`<section><ul>${list('a', 'b')}</ul></section>`);
  find('go-a').focus();
  find('rail').focus();
  find('a').remove();
  await settled();
  expect(focused()).toBe('rail');
  find('go-b').focus();
  find('go-b').blur();
  main.dispatchEvent(new Event('pointerup', { bubbles: true }));
  find('b').remove();
  await settled();
  expect(focused()).toBe('body');
});

test('a held key does not activate the element that gets the focus in the meantime', async () => {
  await show('<section><button id="gone">Remove</button><button id="pay">Pay</button></section>');
  let paid = 0;
  main.addEventListener('keydown', () => {
    paid += 1;
  });
  const press = (key: string, isRepeat: boolean) => {
    const event = new KeyboardEvent('keydown', { key, repeat: isRepeat, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  find('gone').focus();
  press('Enter', false);
  await removeFocused('gone');
  expect(focused()).toBe('pay');
  expect([press('Enter', true), press(' ', true), press('ArrowDown', true), paid]).toEqual([
    true,
    true,
    false,
    2,
  ]);
  expect([press('Enter', false), press('Enter', true), paid]).toEqual([false, false, 4]);
});
