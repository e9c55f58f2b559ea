import { expect, test } from 'vitest';
import { startMessage, withoutWindowReasons } from '#main/web/start-message.ts';

const address = 'http://127.0.0.1:4000/?token=abc';

test.each([...withoutWindowReasons, null])(
  'says what happened, the address and the way to the window: %s',
  (reason) => {
    const text = startMessage({ address, withoutWindow: reason, isBrowserOpened: false }).join('\n');
    expect(text).toContain(`Address         ${address}\n`);
    expect(text).toMatch(/Desktop window {2}run "npm start"/);
    expect(text).toContain('Open it in a browser on this computer.');
    expect(text).toContain('Ctrl+C');
  },
);

test('names the reason for which there is no window', () => {
  const first = (withoutWindow: Parameters<typeof startMessage>[0]['withoutWindow']) =>
    startMessage({ address, withoutWindow, isBrowserOpened: false }).find((line) => line !== '');
  expect(first('no-display')).toBe('There is no display here, so Understudy runs in the browser.');
  expect(first('no-electron')).toBe('Electron could not be downloaded, so Understudy runs in the browser.');
  expect(first(null)).toBe('Understudy runs in the browser.');
});

test('says that the browser opens if it was started', () => {
  const text = startMessage({ address, withoutWindow: null, isBrowserOpened: true }).join('\n');
  expect(text).toContain('It opens in your browser now');
});
