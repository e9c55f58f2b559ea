/** Looks for newer versions of the program. Nothing is downloaded before the user asks for it. */
import { type AppError, fail } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { UpdateStatus } from '#contract/model/update.ts';
import type { Log, UpdateFeed } from '../ports.ts';

/** Where the packages of each version are. */
const releasePage = 'https://github.com/understudy-app/understudy/releases';

/** Where the packaged program runs. */
export type Build = {
  readonly platform: NodeJS.Platform;
  /** False: started from the source tree. */
  readonly isPackaged: boolean;
  /** Whether the package has an `app-update.yml`, which names its feed. */
  readonly hasFeed: boolean;
  /** macOS replaces only signed programs. */
  readonly isSigned: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** null: this build never looks for updates. */
export const planUpdates = (build: Build): { readonly canInstall: boolean } | null => {
  const { platform, environment } = build;
  if (!build.isPackaged || !build.hasFeed) return null;
  switch (platform) {
    case 'darwin':
      return { canInstall: build.isSigned };
    case 'win32':
      // Set by the portable program, which has no installer.
      return { canInstall: environment.PORTABLE_EXECUTABLE_FILE === undefined };
    default:
      // Set by the AppImage; a deb package is updated by the user.
      return { canInstall: environment.APPIMAGE !== undefined };
  }
};

export type Updates = {
  readonly status: () => UpdateStatus;
  readonly check: () => Promise<UpdateStatus>;
  /** Downloads the version that was found, where this build can install it. */
  readonly install: () => Promise<UpdateStatus>;
  /** The check at the start of the program, unless the setting turns it off. */
  readonly checkAtStart: () => Promise<void>;
};

export const createUpdates = (deps: {
  readonly feed: UpdateFeed | null;
  readonly settings: () => Pick<Settings, 'updates'>;
  readonly log: Log;
  readonly onChange: (status: UpdateStatus) => void;
}): Updates => {
  const { feed, log, onChange } = deps;
  let status: UpdateStatus = { kind: feed === null ? 'no-feed' : 'unchecked' };
  const put = (next: UpdateStatus): UpdateStatus => {
    status = next;
    onChange(next);
    return next;
  };
  const failed = (cause: unknown): UpdateStatus => {
    log.warn('update feed failed', { cause });
    const { error }: { error: AppError } = fail('provider-unreachable', {
      subject: new URL(releasePage).host,
    });
    return put({ kind: 'failed', error });
  };

  const check = async (): Promise<UpdateStatus> => {
    const isBusy = ['checking', 'downloading', 'ready'].includes(status.kind);
    if (feed === null || isBusy) return status;
    put({ kind: 'checking' });
    try {
      const version = await feed.findNewer();
      if (version === null) return put({ kind: 'current' });
      return put({ kind: 'available', version, canInstall: feed.canInstall, page: releasePage });
    } catch (cause) {
      return failed(cause);
    }
  };

  return {
    status: () => status,
    check,
    install: async () => {
      if (feed === null || status.kind !== 'available' || !status.canInstall) return status;
      const { version } = status;
      put({ kind: 'downloading', version, fraction: null });
      try {
        await feed.download((fraction) => put({ kind: 'downloading', version, fraction }));
        return put({ kind: 'ready', version });
      } catch (cause) {
        return failed(cause);
      }
    },
    checkAtStart: async () => {
      if (deps.settings().updates === 'check') await check();
    },
  };
};
