/** Dialogs and the system's shell: recorded; the test sets the answers beforehand. */
import { rmSync } from 'node:fs';
import { onRequest, record } from './control.ts';
import { checkOptions, strict } from './strict.ts';

/** The answer to the next dialog of a kind; without one it is cancelled, as with Escape. */
const answers = new Map<string, unknown[]>();
onRequest('answer-dialog', ({ dialog: kind, value }) => {
  answers.set(String(kind), [...(answers.get(String(kind)) ?? []), value]);
});
const answerOf = <T>(kind: string, cancelled: T): T =>
  (answers.get(kind)?.shift() as T | undefined) ?? cancelled;

/** Electron takes the window as an optional first parameter. */
const optionsOf = <Options extends object>(args: readonly unknown[]): Options => args.at(-1) as Options;

export const dialog = strict('dialog', {
  showOpenDialog: async (...args: unknown[]) => {
    const options = optionsOf<Electron.OpenDialogOptions>(args);
    checkOptions('showOpenDialog', options, [
      ...['title', 'defaultPath', 'buttonLabel', 'filters', 'properties', 'message'],
    ]);
    record('open-dialog', { options });
    const filePaths = answerOf<string[]>('open', []);
    return { canceled: filePaths.length === 0, filePaths };
  },
  showSaveDialog: async (...args: unknown[]) => {
    const options = optionsOf<Electron.SaveDialogOptions>(args);
    checkOptions('showSaveDialog', options, ['title', 'defaultPath', 'buttonLabel', 'filters', 'properties']);
    record('save-dialog', { options });
    const filePath = answerOf<string>('save', '');
    return { canceled: filePath === '', filePath };
  },
  showMessageBox: async (...args: unknown[]) => {
    const options = optionsOf<Electron.MessageBoxOptions>(args);
    checkOptions('showMessageBox', options, [
      ...['message', 'type', 'buttons', 'defaultId', 'signal', 'title', 'detail', 'checkboxLabel'],
      ...['checkboxChecked', 'icon', 'cancelId', 'noLink', 'normalizeAccessKeys'],
    ]);
    const { message, detail, buttons, title } = options;
    record('message-box', { message, detail, buttons, title });
    return answerOf('message', { response: options.cancelId ?? 0, checkboxChecked: false });
  },
  showErrorBox: (title: string, text: string) => record('error-box', { title, text }),
});

export const shell = strict('shell', {
  openExternal: async (url: string) => record('opened-external', { url }),
  showItemInFolder: (path: string) => record('revealed', { path }),
  openPath: async (path: string) => {
    record('opened-path', { path });
    return '';
  },
  trashItem: async (path: string) => {
    record('trashed', { path });
    rmSync(path, { recursive: true });
  },
  beep: () => record('beep'),
});

export const clipboard = strict('clipboard', {
  writeText: async (text: string) => record('clipboard', { text }),
});
