/** Files opened with the program: by macOS, by the arguments of the first start, and by a second start. */
import { app as electronApp } from 'electron';
import type { App } from '../app.ts';
import {
  createGivenFiles,
  filesOfArguments,
  filesOfSecondStart,
  type GivenFiles,
  type SecondStart,
} from '../desktop/given-files.ts';

/** `program`: settled once the program is open; files may come before. */
export const followOpenedFiles = (deps: {
  readonly program: Promise<Pick<App, 'handlers' | 'announce'>>;
  /** Shows the window in front; creates it if there is none. Called only after the app is ready. */
  readonly showWindow: () => void;
}): Pick<GivenFiles, 'pageReady'> & {
  /** What a process sends to the first one with its request for the lock. */
  readonly secondStart: SecondStart;
  /** Full paths of all files that were given to this process so far. */
  readonly all: () => readonly string[];
  /** As a second start gives them. */
  readonly give: (paths: readonly string[]) => void;
  /** Called by the process that has the lock. */
  readonly begin: () => void;
} => {
  const given = createGivenFiles({
    open: async (path) => (await deps.program).handlers['media.open']({ path }),
    send: async (files) => (await deps.program).announce('files.given', files),
    onOpened: (path) => electronApp.addRecentDocument(path),
  });
  const files = filesOfArguments({
    argv: process.argv,
    folder: process.cwd(),
    isPackaged: electronApp.isPackaged,
  });
  let all = files;
  const whenOpen = async (paths: readonly string[]): Promise<void> => {
    all = [...all, ...paths];
    await deps.program;
    deps.showWindow();
    await given.give(paths);
  };
  return {
    pageReady: given.pageReady,
    secondStart: { files: [...files] },
    all: () => all,
    give: (paths) => void whenOpen(paths),
    begin: () => {
      void given.give(files);
      // Also for files dropped on the icon, and before the app is ready.
      electronApp.on('open-file', (event, path) => {
        event.preventDefault();
        void whenOpen([path]);
      });
      electronApp.on('second-instance', (_event, _argv, _folder, data) => {
        void whenOpen(filesOfSecondStart(data));
      });
      electronApp.on('browser-window-created', (_event, window) => {
        window.on('closed', given.pageGone);
        window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
          if (isMainFrame && !isSameDocument) given.pageGone();
        });
      });
    },
  };
};
