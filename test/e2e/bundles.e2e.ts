/** The built files, searched for what only a test may use: switches, environment variables, addresses and paths. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { findShipped } from '../../resources/package/shipped.ts';

const read = (file: string) => readFileSync(join(programFolder, file), 'utf8');
const built = globSync('out/{main,preload,renderer}/**/*', { cwd: programFolder, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(programFolder.length + 1));
const scripts = built.filter((file) => /\.c?js$/.test(file));

/** Without lines that are comments, which the build keeps in the files of the main process. */
const codeOf = (file: string): string =>
  read(file)
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    .join('\n');
const code = scripts.map(codeOf).join('\n');

const found = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))].sort();

/** Names in `const { A, B } = environment`. */
const destructured = (text: string): readonly string[] =>
  found(text, /\{([\w\s,:=]*)\}\s*=\s*(?:\w+\.)*(?:environment|env)\b/g).flatMap((names) =>
    names.split(',').map((name) => name.split(/[:=]/)[0]?.trim() ?? ''),
  );

/** Read by property, by destructuring, or by a name in a table, which has one of these forms. */
const environmentNames = (text: string): readonly string[] => [
  ...new Set([
    ...found(text, /\b(?:environment|env)\.([A-Za-z_]\w*)/g),
    ...destructured(text),
    ...found(text, /\b(?:UNDERSTUDY|ELECTRON|NODE|VITE|VITEST|XDG|CI)_[A-Z0-9_]+/g),
    ...found(text, /["'`.]([A-Z][A-Z0-9]*_(?:\w+_)?(?:KEY|PROXY|TOKEN|URL|PATH|DIR))\b/g),
  ]),
];

/** Documented in docs/terminal.md, or set by the system. */
const environment: readonly string[] = [
  ...['UNDERSTUDY_HOME', 'UNDERSTUDY_FFMPEG', 'UNDERSTUDY_FFPROBE'],
  ...['UNDERSTUDY_S3_ENDPOINT', 'UNDERSTUDY_S3_BUCKET', 'UNDERSTUDY_S3_REGION'],
  ...['UNDERSTUDY_S3_ACCESS_KEY_ID', 'UNDERSTUDY_S3_SECRET_ACCESS_KEY'],
  // Addresses of providers, for a proxy: https, or loopback.
  ...['UNDERSTUDY_FAL_QUEUE_URL', 'UNDERSTUDY_FAL_REST_URL', 'UNDERSTUDY_FAL_API_URL'],
  ...['UNDERSTUDY_AIMLAPI_URL', 'UNDERSTUDY_NOVITA_URL', 'UNDERSTUDY_RUNPOD_URL'],
  ...['FAL_KEY', 'NOVITA_API_KEY', 'RUNPOD_API_KEY', 'AIMLAPI_API_KEY'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'],
  ...['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'SSH_CONNECTION', 'XDG_RUNTIME_DIR', 'GCONV_PATH'],
  ...['APPIMAGE', 'PORTABLE_EXECUTABLE_FILE', 'ELECTRON_OVERRIDE_DIST_PATH'],
];
/** Words of providers' replies that have the form of a variable; `env.a` is the table of imports of a WebAssembly module. */
const otherConstants: readonly string[] = ['MISSING_API_KEY', 'INVALID_API_KEY', 'a'];

test('the files are those of the build', () => {
  expect(built).toEqual(
    expect.arrayContaining([
      join('out', 'main', 'index.js'),
      join('out', 'main', 'understudy.js'),
      join('out', 'preload', 'index.cjs'),
      join('out', 'renderer', 'index.html'),
    ]),
  );
});

test('reads no environment variable that is not listed', () => {
  const names = environmentNames(code);
  expect(names).toEqual(expect.arrayContaining(['UNDERSTUDY_HOME', 'DISPLAY', 'APPIMAGE', 'FAL_KEY']));
  const known = [...environment, ...otherConstants];
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(environment.filter((name) => !code.includes(name))).toEqual([]);
});

test('finds a variable in each form in which a program can read it', () => {
  const text =
    "environment.SECRET; const { FIRST, SECOND: other } = process.env; env['TEST_TOKEN']; 'UNDERSTUDY_SHELL_CDP'";
  expect(environmentNames(text)).toEqual(['SECRET', 'FIRST', 'SECOND', 'UNDERSTUDY_SHELL_CDP', 'TEST_TOKEN']);
});

const switchesIn = (text: string): readonly string[] => found(text, /["'`](?:-\w, )?(--[a-z][a-z-]+)/g);

test('the desktop program has no command line switch', () => {
  const { files } = findShipped(programFolder);
  const ofMain = files.filter((file) => /^out\/(main|preload)\//.test(file));
  expect(ofMain).toContain('out/main/index.js');
  const text = ofMain.map(codeOf).join('\n');
  // Of the Node process that reads images, and the begin of a sentence for the terminal.
  expect(switchesIn(text)).toEqual(['--max-old-space-size', '--start']);
  expect(found(text, /\b(?:hasSwitch|getSwitchValue|appendSwitch|parseArgs)\b/g)).toEqual([]);
});

test('each switch of the terminal is documented or an earlier name of one', () => {
  const documented = read('docs/terminal.md');
  const earlierNames = ['--least-rating', '--no-sound', '--over-cap', '--sound'];
  // From `npm start`, which prints why there is no window; and that of the image process.
  const internal = ['--max-old-space-size', '--without-window'];
  const text = scripts
    .filter((file) => file.startsWith(join('out', 'main')))
    .map(codeOf)
    .join('\n');
  const undocumented = switchesIn(text).filter((name) => !documented.includes(name));
  expect(undocumented).toEqual([...earlierNames, ...internal].sort());
});

test('has no address of a stand-in, no path of a test and no source map', () => {
  expect(found(code, /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])[^"'`\s]*/g)).toEqual([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source text of browser mode's own address
    'http://127.0.0.1:${port}/?token=${token}',
  ]);
  expect(found(code, /["'`][^"'`\s]*\b(?:test|tests)\/[^"'`\s]*["'`]/g)).toEqual([]);
  expect(found(code, /\b(?:UNDERSTUDY_SHELL_\w*|UNDERSTUDY_TEST\w*|vitest|playwright)\b/g)).toEqual([]);
  expect(built.filter((file) => file.endsWith('.map'))).toEqual([]);
  expect(scripts.filter((file) => read(file).includes('sourceMappingURL'))).toEqual([]);
});
