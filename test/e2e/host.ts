/**
 * The hosts that a scenario runs on, by the name of the Playwright project: browser mode (`web`), the desktop host in a
 * window of Chromium (`shell`), and the desktop host in Electron (`electron`) where its binary is installed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type Page } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { toolEnvironment } from '#test/fixtures/runs.ts';
import { electronBinary } from './electron-binary.ts';
import { type Program, startProgram } from './program.ts';
import { openShell } from './shell/start-shell.ts';

/** A real drag of real files onto a point of the page, which tells the main process their paths. */
type DropAt = (point: { readonly x: number; readonly y: number }, paths: readonly string[]) => Promise<void>;
type Window = { readonly page: Page; readonly drop: DropAt };

/** The window of the desktop host that runs; null in browser mode, where each test opens its own page. */
let window: Window | null = null;
export const currentWindow = (): Window | null => window;

const startShell = async (environment: Readonly<Record<string, string>>): Promise<Program> => {
  const opened = await openShell();
  const shell = await opened.start({ environment });
  window = shell;
  return {
    address: 'http://understudy/',
    home: shell.home,
    close: async () => {
      window = null;
      await shell.close();
      await opened.close();
    },
  };
};

const startElectron = async (environment: Readonly<Record<string, string>>): Promise<Program> => {
  const given = environment.UNDERSTUDY_HOME;
  const home = given ?? (await mkdtemp(join(tmpdir(), 'understudy-electron-')));
  // The environment of a process has no undefined values.
  const inherited = process.env as Record<string, string>;
  const app = await _electron.launch({
    executablePath: electronBinary() ?? '',
    args: [programFolder],
    env: { ...inherited, ...toolEnvironment, ...environment, UNDERSTUDY_HOME: home },
  });
  const page = await app.firstWindow();
  const drop: DropAt = async ({ x, y }, paths) => {
    const cdp = await page.context().newCDPSession(page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x, y, data });
    await cdp.detach();
  };
  window = { page, drop };
  return {
    address: 'app://understudy/',
    home,
    close: async () => {
      window = null;
      await app.close();
      if (given === undefined) await rm(home, { recursive: true, force: true });
    },
  };
};

/** Starts the program on the host of the running project. */
export const startHost = (environment: Readonly<Record<string, string>> = {}): Promise<Program> => {
  switch (base.info().project.name) {
    case 'shell':
      return startShell(environment);
    case 'electron':
      return startElectron(environment);
    default:
      return startProgram(environment);
  }
};

/** `page`: the host's window; a test that uses it in a hook starts the program in an earlier one. */
export const test = base.extend({
  page: async ({ page }, use) => use(window?.page ?? page),
});
