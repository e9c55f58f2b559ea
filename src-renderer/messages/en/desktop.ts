/** Texts of the settings of the desktop window, and of what is known of the program. */
import type { Settings } from '#contract/model/settings.ts';

export const desktop = {
  desktop: {
    title: 'Desktop',
    why: 'What Understudy does while its window is closed or not in front.',
    notifications: 'Notify when a run is done, has failed or needs an answer',
    whenClosed: 'When the window is closed during a run',
    whenClosedValues: {
      ask: 'Ask',
      keep: 'Keep running in the tray',
      stop: 'Stop and quit',
    } satisfies Record<Settings['whenClosed'], string>,
  },
  about: {
    title: 'About',
    why: 'Diagnostics hold versions, settings and the last errors, without keys. Nothing is sent anywhere.',
    version: 'Version',
    copyDiagnostics: 'Copy diagnostics',
    copied: 'Diagnostics copied.',
    openLogs: 'Open logs',
    licences: 'Licences',
    updates: 'Updates',
    updatesValues: { check: 'Look for new versions', off: 'Off' } satisfies Record<
      Settings['updates'],
      string
    >,
    check: 'Check now',
    install: 'Download',
    download: 'Open the download page',
    status: {
      'no-feed': 'This build does not look for updates.',
      unchecked: 'Not checked yet.',
      checking: 'Checking for updates\u2026',
      current: 'This is the newest version.',
      available: (version: string): string => `Version ${version} is available.`,
      downloading: (version: string, percent: number): string =>
        `Downloading version ${version}: ${percent} %`,
      ready: (version: string): string => `Version ${version} is installed when you quit Understudy.`,
    },
  },
};
export type DesktopMessages = typeof desktop;
