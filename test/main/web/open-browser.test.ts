import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type OpenCommand, openBrowser, planOpen } from '#main/web/open-browser.ts';

const url = 'file:///tmp/a.html';
const display = { DISPLAY: ':0' };

test.each([
  ['linux', display, { command: 'xdg-open', args: [url] }],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, { command: 'xdg-open', args: [url] }],
  ['linux', {}, null],
  ['darwin', {}, { command: 'open', args: [url] }],
  ['win32', {}, { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, null],
  ['linux', { ...display, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, null],
] as const)('plans the command of %s with %o', (platform, environment, command) => {
  expect(planOpen(url, { platform, environment })).toEqual(command);
});

const address = 'http://127.0.0.1:4000/?token=abc_-123';

const open = async (environment: Record<string, string>) => {
  const tempFolder = await mkdtemp(join(tmpdir(), 'understudy-open-'));
  onTestFinished(() => rm(tempFolder, { recursive: true, force: true }));
  const commands: OpenCommand[] = [];
  const isOpened = await openBrowser({
    ...{ address, tempFolder, environment, platform: 'linux' },
    run: async (command) => {
      commands.push(command);
      return true;
    },
  });
  return { isOpened, commands };
};

test('the command contains no token; the file that it opens leads to the address', async () => {
  const { isOpened, commands } = await open(display);
  expect(isOpened).toBe(true);
  expect(JSON.stringify(commands)).not.toContain('abc_-123');
  const path = fileURLToPath(commands[0]?.args[0] ?? '');
  expect(await readFile(path, 'utf8')).toContain(`content="0; url=${address}"`);
});

test.skipIf(process.platform === 'win32')('other users cannot read the file or its folder', async () => {
  const { commands } = await open(display);
  const path = fileURLToPath(commands[0]?.args[0] ?? '');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
});

test('without a display no file is written and no command runs', async () => {
  expect(await open({})).toEqual({ isOpened: false, commands: [] });
});

test('a missing command is reported as not opened', async () => {
  const tempFolder = await mkdtemp(join(tmpdir(), 'understudy-open-'));
  onTestFinished(() => rm(tempFolder, { recursive: true, force: true }));
  const path = process.env.PATH;
  process.env.PATH = tempFolder;
  onTestFinished(() => {
    process.env.PATH = path;
  });
  expect(await openBrowser({ address, tempFolder, environment: display, platform: 'linux' })).toBe(false);
});
