// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { ignoreLaterClicks } from '#renderer/app/clicks.ts';

let stop = () => {};
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

/** The events of one press of a series that reach the element. */
const press = (on: Element | null, detail: number): readonly string[] => {
  const passed: string[] = [];
  const note = (event: Event) => passed.push(event.type);
  const types = ['mousedown', 'mouseup', 'click', ...(detail === 2 ? ['dblclick'] : [])];
  for (const type of types) {
    on?.addEventListener(type, note);
    on?.dispatchEvent(new MouseEvent(type, { detail, bubbles: true, cancelable: true }));
    on?.removeEventListener(type, note);
  }
  return passed;
};
const all = ['mousedown', 'mouseup', 'click', 'dblclick'];

test('the second click of two is ignored where the first one removed its control, and a new series is not', () => {
  stop = ignoreLaterClicks();
  document.body.innerHTML = '<button><b>Open</b></button>';
  press(document.querySelector('b'), 1);
  document.body.innerHTML = '<video></video>';
  const video = document.querySelector('video');
  expect(press(video, 2)).toEqual([]);
  expect(press(video, 3)).toEqual([]);
  expect(press(video, 1)).toEqual(['mousedown', 'mouseup', 'click']);
  expect(press(video, 2)).toEqual(all);
});

test('a control whose content changes with the first click also receives the second', () => {
  stop = ignoreLaterClicks();
  document.body.innerHTML = '<button><i>Play</i></button>';
  const button = document.querySelector('button');
  press(document.querySelector('i'), 1);
  button?.replaceChildren(document.createElement('b'));
  expect(press(button, 2)).toEqual(all);
});
