/** The application window: sandboxed, without Node. Its place is kept, and its title shows the running job's progress. */
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { pageAddress } from '../desktop/page-access.ts';
import { minSize, placeWindow, type WindowState, type WindowStateFile } from '../desktop/window-state.ts';
import { hasDevTools } from './security.ts';

export type WindowFiles = {
  readonly outFolder: string;
  readonly iconPath: string;
  readonly state: WindowStateFile;
};

const workAreas = () => {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
};

const keepState = (window: BrowserWindow, state: WindowStateFile): void => {
  const current = (): WindowState => ({
    bounds: window.getNormalBounds(),
    isMaximized: window.isMaximized(),
  });
  const changed = (): void => void state.changed(() => current());
  window.on('resize', changed);
  window.on('move', changed);
  window.on('maximize', changed);
  window.on('unmaximize', changed);
  window.on('close', () => state.save(current()));
};

export const openWindow = ({ outFolder, iconPath, state }: WindowFiles): BrowserWindow => {
  const { isMaximized, ...bounds } = placeWindow(state.read(), workAreas());
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minSize.width,
    minHeight: minSize.height,
    show: false,
    title: 'Understudy',
    icon: iconPath,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(outFolder, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: hasDevTools(),
      // Outside macOS, Chromium would download dictionaries from a server of Google.
      spellcheck: process.platform === 'darwin',
    },
  });
  if (isMaximized) window.maximize();
  keepState(window, state);
  // The title is set by the main process.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageAddress);
  return window;
};

/** Shows the existing window when the program is started again, from here or by another host. */
export const bringForward = (files: WindowFiles): void => {
  const window = BrowserWindow.getAllWindows()[0] ?? openWindow(files);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

export const setTitles = (title: string): void => {
  for (const window of BrowserWindow.getAllWindows()) window.setTitle(title);
};
