import { describe, expect, test } from 'vitest';
import {
  isCallAllowed,
  isNavigationAllowed,
  isPageAddress,
  isPermissionGranted,
  isRequestAllowed,
  pageAddress,
} from '#main/desktop/page-access.ts';

const foreign = [
  'app://understudy.example/',
  'app://understudy:80/',
  'app://understudy@evil.example/',
  'app://user:word@understudy/',
  'app://elsewhere/',
  'apps://understudy/',
  'https://understudy/',
  'file:///etc/passwd',
  'about:blank',
  'javascript:alert(1)',
  'understudy',
  '',
];

test.each(foreign)('does not take %j for the page', (url) => {
  expect([
    isPageAddress(url),
    isNavigationAllowed({ url, isMainFrame: true }),
    isCallAllowed({ url, parent: null }),
    isPermissionGranted({ permission: 'fullscreen', url, isMainFrame: true }),
  ]).toEqual([false, false, false, false]);
});

describe('navigation', () => {
  test.each([pageAddress, `${pageAddress}#queue`])('lets the page load itself again as %s', (url) => {
    expect(isNavigationAllowed({ url, isMainFrame: true })).toBe(true);
  });

  test.each([`${pageAddress}media/source/1`, `${pageAddress}?x=1`, `${pageAddress}index.html`])(
    'refuses %s, which is not the document',
    (url) => expect(isNavigationAllowed({ url, isMainFrame: true })).toBe(false),
  );

  test('refuses every navigation of a frame inside the page', () => {
    expect(isNavigationAllowed({ url: pageAddress, isMainFrame: false })).toBe(false);
  });
});

describe('calls', () => {
  test('come from the page in a main frame', () => {
    expect(isCallAllowed({ url: `${pageAddress}#library`, parent: null })).toBe(true);
  });

  test.each([
    null,
    undefined,
    { url: pageAddress, parent: {} },
    { url: `${pageAddress}media/1`, parent: null },
  ])('are refused from %j', (frame) => expect(isCallAllowed(frame)).toBe(false));
});

describe('permissions', () => {
  test.each(['fullscreen', 'clipboard-sanitized-write'])('grants %s to the page', (permission) => {
    expect(isPermissionGranted({ permission, url: pageAddress, isMainFrame: true })).toBe(true);
    // The origin, as the check handler receives it.
    expect(isPermissionGranted({ permission, url: 'app://understudy', isMainFrame: true })).toBe(true);
  });

  test.each(['fullscreen', 'clipboard-sanitized-write'])(
    'denies %s to a frame, to another page and to an unknown one',
    (permission) =>
      expect([
        isPermissionGranted({ permission, url: pageAddress, isMainFrame: false }),
        isPermissionGranted({ permission, url: 'https://evil.example/', isMainFrame: true }),
        isPermissionGranted({ permission, url: undefined, isMainFrame: true }),
      ]).toEqual([false, false, false]),
  );

  test.each([
    'media',
    'display-capture',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'hid',
    'serial',
    'usb',
    'fileSystem',
    'local-network-access',
    'unknown',
    'a permission of a later Electron',
  ])('denies %s', (permission) => {
    expect(isPermissionGranted({ permission, url: pageAddress, isMainFrame: true })).toBe(false);
  });
});

describe('requests of the page', () => {
  test.each([
    pageAddress,
    'app://understudy/media/source/1?at=2',
    'blob:app://understudy/0b1c',
    'data:image/png;base64,AAAA',
  ])('allows %s', (url) => expect(isRequestAllowed(url, { hasDevTools: false })).toBe(true));

  test.each([
    'https://fal.ai/',
    'http://127.0.0.1:8080/',
    'ws://127.0.0.1/',
    'file:///etc/passwd',
    'blob:https://evil.example/0b1c',
    'app://understudy.example/x.js',
    'devtools://devtools/bundled/inspector.html',
    'chrome-extension://abc/x.js',
  ])('refuses %s', (url) => expect(isRequestAllowed(url, { hasDevTools: false })).toBe(false));

  test('allows the files of the developer tools where they are available', () => {
    expect(isRequestAllowed('devtools://devtools/bundled/inspector.html', { hasDevTools: true })).toBe(true);
    expect(isRequestAllowed('https://fal.ai/', { hasDevTools: true })).toBe(false);
  });
});
