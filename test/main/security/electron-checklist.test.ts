/**
 * The points of https://www.electronjs.org/docs/latest/tutorial/security that the sources decide. The sources are read,
 * because Electron's binary is not needed for these properties.
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
const host = read('src-main/{index.ts,electron/**/*.ts,desktop/**/*.ts}');
const everything = read('{src-main,src-preload,src-renderer}/**/*.{ts,tsx,html}');
const page = read('src-renderer/**/*.{ts,tsx,html}');
const policy = pageHeaders['content-security-policy'] ?? '';

test('the sources are read', () => {
  expect(host).toContain('new BrowserWindow(');
  expect(page).toContain('createRoot(');
});

test('1: the window loads the own scheme only, and the page loads nothing over http', () => {
  expect(host).not.toMatch(/loadURL\(\s*['"`]https?:/);
  expect(page).not.toMatch(/(?:src|href)=["']http:/);
});

test.each([
  ['2: Node integration is off', /nodeIntegration: false/, /nodeIntegration\w*: true/],
  ['3: context isolation is on', /contextIsolation: true/, /contextIsolation: false/],
  ['4: the sandbox is on', /sandbox: true/, /sandbox: false|['"](?:--)?no-sandbox['"]/],
  [
    '5: permissions have a request and a check handler',
    /setPermissionRequestHandler[\s\S]*setPermissionCheckHandler/,
    /setPermission\w+Handler\(null\)/,
  ],
  ['6: web security is on', /webSecurity: true/, /webSecurity: false|disable-web-security/],
  ['12: a webview cannot be attached', /will-attach-webview/, /webviewTag: true/],
  ['13: navigation is limited', /will-navigate/, null],
  ['14: new windows are refused', /setWindowOpenHandler/, /action: 'allow'/],
  ['17: the sender of a call is checked', /senderFrame/, null],
  ['18: the page has its own scheme', /registerSchemesAsPrivileged/, /loadFile\(|loadURL\((?!pageAddress\))/],
] as const)('%s', (_title, required, forbidden) => {
  expect(host).toMatch(required);
  if (forbidden !== null) expect(host).not.toMatch(forbidden);
});

test('7: the policy allows no inline script, no eval and no other origin', () => {
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);
});

test.each([
  ['8: insecure content is not allowed', /allowRunningInsecureContent: true/],
  ['9: experimental features are off', /experimentalFeatures: true/],
  ['10: no Blink features are enabled', /enableBlinkFeatures/],
  ['11: the page has no webview', /<webview|allowpopups/],
] as const)('%s', (_title, forbidden) => {
  expect(everything).not.toMatch(forbidden);
});

test('15: an address is opened outside only after its protocol was checked', () => {
  expect(host).toMatch(/protocol [!=]== 'https:'/);
  expect(page).not.toContain('openExternal');
});

test('16: the declared Electron is the major version that the project supports', () => {
  const { devDependencies } = JSON.parse(read('package.json'));
  expect(Number(/\d+/.exec(devDependencies.electron)?.[0])).toBeGreaterThanOrEqual(45);
});

test('20: the preload script gives the page no Electron object', () => {
  const preload = read('src-preload/index.ts');
  expect(preload).toContain('exposeInMainWorld');
  expect(preload).not.toMatch(/exposeInMainWorld\([^)]*\bipcRenderer\s*\)|\bipcRenderer[,}]\s*\}?\)/);
});
