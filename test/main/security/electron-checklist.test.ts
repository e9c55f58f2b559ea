/**
 * The points of https://www.electronjs.org/docs/latest/tutorial/security, each with the tests that show it. The built
 * program shows most of them on the stand-in for Electron; the sources are searched only for what a test cannot show.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageHeaders } from '#main/ipc/page.ts';
import { programFolder } from '#main/program-folder.ts';

const read = (pattern: string) =>
  globSync(pattern, { cwd: programFolder })
    .map((file) => readFileSync(join(programFolder, file), 'utf8'))
    .join('\n');

/** On the stand-in, in a window of Chromium. */
const desktop = 'test/e2e/shell/desktop.e2e.ts';
const windowTest = 'creates a sandboxed, isolated window without Node that shows only its own page';
const navigationTest = 'refuses navigation away from the page and opens known https links outside';
const protocolTest = 'serves the page over its own protocol with a policy that blocks other origins';
const checklist = 'test/main/security/electron-checklist.test.ts';

const points: readonly (readonly [
  point: string,
  shownBy: readonly (readonly [file: string, title: string])[],
])[] = [
  [
    '1: the window loads only secure content',
    [
      [desktop, windowTest],
      [desktop, protocolTest],
    ],
  ],
  ['2: Node integration is off', [[desktop, windowTest]]],
  ['3: context isolation is on', [[desktop, windowTest]]],
  [
    '4: the sandbox is on in every process',
    [
      [desktop, windowTest],
      ['test/resources/package/electron-builder.test.ts', 'starts the program with the sandbox everywhere'],
      [checklist, 'no source turns the sandbox off'],
    ],
  ],
  [
    '5: permissions are denied',
    [[desktop, 'grants the page fullscreen and clipboard writing, and no other permission']],
  ],
  ['6: web security is on', [[desktop, windowTest]]],
  [
    '7: the content security policy is strict',
    [
      [desktop, protocolTest],
      [checklist, 'the policy allows no inline script, no eval and no other origin'],
    ],
  ],
  ['8: insecure content is not allowed', [[desktop, windowTest]]],
  ['9: experimental features are off', [[desktop, windowTest]]],
  ['10: no Blink features are enabled', [[desktop, windowTest]]],
  ['11: the page has no webview', [[checklist, 'the page has no webview']]],
  ['12: a webview cannot be attached', [[desktop, 'refuses to attach a webview']]],
  ['13: navigation is limited', [[desktop, navigationTest]]],
  ['14: new windows are refused', [[desktop, navigationTest]]],
  [
    '15: an address is opened outside only if it is known',
    [
      [desktop, navigationTest],
      ['test/main/desktop/links.test.ts', 'opens the address as it was parsed'],
    ],
  ],
  [
    '16: Electron is current',
    [[checklist, 'the declared Electron is a major version that the project supports']],
  ],
  [
    '17: the sender of a call is checked',
    [[desktop, 'rejects a call from another page, from a frame and from another host of the scheme']],
  ],
  [
    '18: the page has its own scheme',
    [
      [desktop, windowTest],
      [desktop, protocolTest],
    ],
  ],
  [
    '19: the fuses are set',
    [
      [
        'test/resources/package/electron-builder.test.ts',
        'the fuses that are written are read back from a copy of a program',
      ],
      [
        'test/resources/package/electron-builder.test.ts',
        'nothing that runs other code in the program is on',
      ],
      [
        'test/e2e/package.e2e.ts',
        'packages the built program offline, with its fuses, native files and licences',
      ],
    ],
  ],
  [
    '20: the page has no object of Electron',
    [
      [desktop, windowTest],
      ['test/e2e/preload.e2e.ts', 'exposes exactly the calls of the contract that a page may make'],
    ],
  ],
];

test('all 20 points are listed, each with a test', () => {
  expect(points.map(([point]) => Number.parseInt(point, 10))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  expect(points.filter(([, shownBy]) => shownBy.length === 0)).toEqual([]);
});

test.each(points)('%s', (_point, shownBy) => {
  for (const [file, title] of shownBy) expect(read(file), file).toContain(`test('${title}'`);
});

test('no source turns the sandbox off', () => {
  const sources = read('{src-main,src-preload,src-renderer}/**/*.{ts,tsx,html}');
  expect(sources).toContain('new BrowserWindow(');
  expect(sources).not.toMatch(/sandbox: false|['"](?:--)?no-sandbox['"]/);
});

test('the policy allows no inline script, no eval and no other origin', () => {
  const policy = pageHeaders['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);
});

test('the page has no webview', () => {
  const page = read('src-renderer/**/*.{ts,tsx,html}');
  expect(page).toContain('createRoot(');
  expect(page).not.toMatch(/<webview|['"]webview['"]|allowpopups/);
});

test('the declared Electron is a major version that the project supports', () => {
  const { devDependencies } = JSON.parse(read('package.json'));
  expect(Number(/\d+/.exec(devDependencies.electron)?.[0])).toBeGreaterThanOrEqual(45);
});
