/** The feed of newer versions through electron-updater, which is loaded only by builds that have a feed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app as electronApp } from 'electron';
import { planUpdates } from '../desktop/updates.ts';
import type { UpdateFeed } from '../ports.ts';

const loadUpdater = async () => {
  // A CommonJS package whose getter chooses the updater of this system.
  const { default: updater } = await import('electron-updater');
  const { autoUpdater } = updater;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  return autoUpdater;
};

/** null: this build never looks for updates; a start from the source tree has no feed. */
export const createUpdateFeed = (environment: NodeJS.ProcessEnv): UpdateFeed | null => {
  if (!electronApp.isPackaged) return null;
  const { resourcesPath } = process;
  const feedPath = join(resourcesPath, 'app-update.yml');
  const plan = planUpdates({
    platform: process.platform,
    feedFile: existsSync(feedPath) ? readFileSync(feedPath, 'utf8') : null,
    isSigned: existsSync(join(resourcesPath, 'signed')),
    environment,
  });
  if (plan === null) return null;
  return {
    ...plan,
    findNewer: async () => {
      const found = await (await loadUpdater()).checkForUpdates();
      return found?.isUpdateAvailable ? found.updateInfo.version : null;
    },
    download: async (onProgress) => {
      const updater = await loadUpdater();
      const report = ({ percent }: { readonly percent: number }) => onProgress(Math.min(1, percent / 100));
      updater.on('download-progress', report);
      try {
        await updater.downloadUpdate();
      } finally {
        updater.off('download-progress', report);
      }
    },
  };
};
