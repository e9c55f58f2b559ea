/** The system's own dialogs for opening and saving files. */
import { BrowserWindow, dialog, app as electronApp, type Session } from 'electron';
import type { Language } from '#contract/messages/languages.ts';
import type { App } from '../app.ts';
import { messagesIn } from '../desktop/messages-in.ts';
import { type SaveFolder, saveDialog } from '../desktop/save-dialog.ts';

const extensions = {
  image: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif', 'heic', 'heif'],
  video: ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'avi', 'mpg', 'mpeg', 'wmv', 'mts', 'm2ts', '3gp'],
};

/** Asks for a file and gives it to the page, which puts an image and a video each in its place. */
export const openMedia = async (
  kind: keyof typeof extensions,
  { app, language }: { readonly app: Pick<App, 'handlers' | 'announce'>; readonly language: Language },
): Promise<void> => {
  const { images, videos, allFiles } = messagesIn[language].commands;
  const options = {
    properties: ['openFile' as const],
    filters: [
      { name: kind === 'image' ? images : videos, extensions: extensions[kind] },
      { name: allFiles, extensions: ['*'] },
    ],
  };
  const window = BrowserWindow.getFocusedWindow();
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const [path] = filePaths;
  if (path === undefined) return;
  const opened = await app.handlers['media.open']({ path });
  if (opened.ok) electronApp.addRecentDocument(path);
  app.announce('files.given', {
    sources: opened.ok ? [opened.value] : [],
    failed: opened.ok ? [] : [opened.error],
  });
};

/** Without a path, Electron shows the dialog with these options. */
export const askWhereToSave = (
  session: Session,
  { language, saveFolder }: { readonly language: () => Language; readonly saveFolder: SaveFolder },
): void => {
  session.on('will-download', (_event, item) => {
    const folder = saveFolder.current(electronApp.getPath('downloads'));
    item.setSaveDialogOptions(
      saveDialog({ fileName: item.getFilename(), folder }, messagesIn[language()].commands),
    );
    item.once('done', (_done, state) => {
      if (state === 'completed') saveFolder.saved(item.getSavePath());
    });
  });
};
