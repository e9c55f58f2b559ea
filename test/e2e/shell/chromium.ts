/** An installed Chromium with a window: on the test's own virtual display where there is a display server for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { browserArguments, findBrowser } from '../browser.ts';

export type Chromium = {
  readonly endpoint: string;
  /** Where the browser expects the server of `http://understudy`. */
  readonly pagePort: number;
  /** null without a virtual display; the browser is then headless, or on the user's display. */
  readonly display: string | null;
  readonly close: () => Promise<void>;
};

const findCommand = (name: string): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a TCP server is never a string, which only pipes have.
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

/** The first match in what a process prints. The stream is read further: a closed one would end the process. */
const printed = (stream: NodeJS.ReadableStream | null, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    stream?.on('data', (chunk) => {
      text += String(chunk);
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    stream?.on('end', () => reject(new Error(`Ended without ${pattern}: ${text}`)));
  });

const end = async (child: ChildProcess | null): Promise<void> => {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
};

const startDisplay = async (): Promise<{ child: ChildProcess; display: string } | null> => {
  const command = findCommand('Xvfb');
  if (command === null) return null;
  const child = spawn(command, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  // `stdio` types every pipe beyond the third as either direction.
  const display = await printed(pipe as NodeJS.ReadableStream, /(\d+)\n/);
  return { child, display: `:${display}` };
};

export const startChromium = async (): Promise<Chromium> => {
  const command = findBrowser();
  if (command === null) throw new Error('No Chromium or Chrome is installed on this computer.');
  const [screen, pagePort, folder] = await Promise.all([
    startDisplay(),
    freePort(),
    mkdtemp(join(tmpdir(), 'understudy-chromium-')),
  ]);
  const isHeadless = screen === null && process.platform === 'linux' && !process.env.DISPLAY;
  const child = spawn(
    command,
    [
      ...browserArguments,
      ...(isHeadless ? ['--headless=new'] : []),
      `--user-data-dir=${folder}`,
      '--remote-debugging-port=0',
      // Only the page's own host exists; every other name is refused without a request.
      `--host-resolver-rules=MAP understudy 127.0.0.1:${pagePort}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      '--unsafely-treat-insecure-origin-as-secure=http://understudy',
      '--no-default-browser-check',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--disable-features=Translate,MediaRouter',
      '--password-store=basic',
      '--lang=en-GB',
      'about:blank',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...(screen === null ? {} : { DISPLAY: screen.display }) },
    },
  );
  const endpoint = await printed(child.stderr, /DevTools listening on (ws:\S+)/);
  return {
    endpoint,
    pagePort,
    display: screen?.display ?? null,
    close: async () => {
      await end(child);
      await end(screen?.child ?? null);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
