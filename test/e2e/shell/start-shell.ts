/** Starts the built desktop host with the stand-in for Electron, and connects Playwright to its window. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { toolEnvironment } from '#test/fixtures/runs.ts';
import { type Chromium, startChromium } from './chromium.ts';

export type Message = {
  readonly kind: string;
  readonly id?: number;
  readonly answer?: unknown;
  readonly failure?: string;
  readonly [more: string]: unknown;
};

export type ShellOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  /** Paths given on the command line. */
  readonly files?: readonly string[];
};

/** One running process of the program. */
export type Started = {
  readonly child: ChildProcess;
  readonly messages: readonly Message[];
  /** The first message so far, or the next one, of which `isIt` is true; rejects when the program ends before. */
  readonly heard: (isIt: (message: Message) => boolean) => Promise<Message>;
  readonly ask: <T = unknown>(kind: string, more?: Readonly<Record<string, unknown>>) => Promise<T>;
  readonly ended: Promise<number | null>;
};

const startProcess = (
  browser: Chromium,
  { folder, home }: { readonly folder: string; readonly home: string },
  { environment = {}, files = [] }: ShellOptions,
): Started => {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(programFolder, 'test/e2e/shell/hook.ts'),
      join(programFolder, 'out/main/index.js'),
      ...files,
    ],
    {
      cwd: programFolder,
      env: {
        ...process.env,
        ...toolEnvironment,
        FAL_KEY: '',
        ...environment,
        UNDERSTUDY_HOME: home,
        UNDERSTUDY_SHELL_CDP: browser.endpoint,
        UNDERSTUDY_SHELL_PORT: String(browser.pagePort),
        UNDERSTUDY_SHELL_FOLDER: folder,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    },
  );
  const messages: Message[] = [];
  let next = Promise.withResolvers<void>();
  const notify = () => {
    next.resolve();
    next = Promise.withResolvers();
  };
  child.on('message', (message) => {
    messages.push(message as Message);
    notify();
  });
  const ended = once(child, 'exit').then(([code]) => {
    notify();
    return code as number | null;
  });
  const heard = async (isIt: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(isIt);
      if (found) return found;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The program ended with ${child.exitCode}: ${JSON.stringify(messages.slice(-20))}`);
      await next.promise;
    }
  };
  let last = 0;
  const ask = async <T>(kind: string, more: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    last += 1;
    const id = last;
    child.send({ ...more, id, kind });
    const { answer, failure } = await heard((one) => one.kind === 'answer' && one.id === id);
    if (failure !== undefined) throw new Error(failure);
    // The stand-in answers with the type of the request.
    return answer as T;
  };
  return { child, messages, heard, ask, ended };
};

export type Shell = Started & {
  readonly page: Page;
  readonly home: string;
  readonly display: string | null;
  /** As the operating system starts the program again; resolves when that process has ended. */
  readonly startAgain: (files: readonly string[]) => Promise<number | null>;
  /** Playwright gives up on a page that has crashed, so a recovered page needs a new connection. */
  readonly reconnect: () => Promise<Page>;
  /** Real drag events with real files, over the middle of `selector`. */
  readonly drop: (selector: { x: number; y: number }, paths: readonly string[]) => Promise<void>;
  readonly quit: () => Promise<number | null>;
  /** Ends the program and the browser; deletes the data folder unless the environment named it. */
  readonly close: () => Promise<void>;
};

const address = 'http://understudy/';

const findPage = async (browser: Browser): Promise<Page> => {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const page = pages.find((one) => one.url().startsWith(address));
  if (page === undefined) throw new Error(`No window shows the page: ${pages.map((one) => one.url())}`);
  return page;
};

const filePathOf = async (path: string) => {
  const { size, mtimeMs } = await stat(path);
  return { name: basename(path), size, lastModified: Math.floor(mtimeMs), path };
};

/** A browser that outlives the program's process, so that one test can start the program several times. */
export const openShell = async () => {
  const browser = await startChromium();
  const folder = await mkdtemp(join(tmpdir(), 'understudy-shell-'));
  const start = async (options: ShellOptions = {}): Promise<Shell> => {
    const given = options.environment?.UNDERSTUDY_HOME;
    const home = given ?? (await mkdtemp(join(tmpdir(), 'understudy-desktop-')));
    const started = startProcess(browser, { folder, home }, options);
    await started.heard(({ kind }) => kind === 'did-finish-load');
    let connection = await chromium.connectOverCDP(browser.endpoint);
    const page = await findPage(connection);
    const quit = async (): Promise<number | null> => {
      if (started.child.exitCode === null && started.child.signalCode === null)
        await started.ask('quit').catch(() => undefined);
      return started.ended;
    };
    return {
      ...started,
      page,
      home,
      display: browser.display,
      startAgain: (files) => startProcess(browser, { folder, home }, { ...options, files }).ended,
      reconnect: async () => {
        await connection.close();
        connection = await chromium.connectOverCDP(browser.endpoint);
        return findPage(connection);
      },
      drop: async ({ x, y }, paths) => {
        await started.ask('file-paths', { files: await Promise.all(paths.map(filePathOf)) });
        const cdp = await page.context().newCDPSession(page);
        const data = { items: [], files: [...paths], dragOperationsMask: 1 };
        for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
          await cdp.send('Input.dispatchDragEvent', { type, x, y, data });
        await cdp.detach();
      },
      quit,
      close: async () => {
        await connection.close();
        await quit();
        if (given === undefined) await rm(home, { recursive: true, force: true });
      },
    };
  };
  return {
    start,
    /** A start that is not expected to show a window. `home`: the data folder. */
    startWithoutWindow: (home: string, options: ShellOptions = {}): Started =>
      startProcess(browser, { folder, home }, options),
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
