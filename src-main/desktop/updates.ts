/** Looks for newer versions of the program. Nothing is downloaded before the user asks for it. */
import { type AppError, fail } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { UpdateStatus } from '#contract/model/update.ts';
import type { Log, UpdateFeed } from '../ports.ts';

/** Where the packaged program runs. */
export type Build = {
  readonly platform: NodeJS.Platform;
  /** Text of the package's `app-update.yml`, which names its feed; null: it has none. */
  readonly feedFile: string | null;
  /** macOS replaces only signed programs. */
  readonly isSigned: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Reads `owner` and `repo` as electron-builder writes them; null: another kind of feed, or a malformed file. */
const releasePageOf = (feedFile: string): string | null => {
  const fieldOf = (name: string) =>
    new RegExp(`^${name}: ['"]?([\\w.-]+)['"]?\\s*$`, 'm').exec(feedFile)?.[1];
  const [provider, owner, repo] = ['provider', 'owner', 'repo'].map(fieldOf);
  if (provider !== 'github' || owner === undefined || repo === undefined) return null;
  return `https://github.com/${owner}/${repo}/releases`;
};

const canReplaceItself = ({ platform, isSigned, environment }: Build): boolean => {
  switch (platform) {
    case 'darwin':
      return isSigned;
    case 'win32':
      // Set by the portable program, which has no installer.
      return environment.PORTABLE_EXECUTABLE_FILE === undefined;
    default:
      // Set by the AppImage; a deb package is updated by the user.
      return environment.APPIMAGE !== undefined;
  }
};

/** null: this build never looks for updates. */
export const planUpdates = (build: Build): Pick<UpdateFeed, 'canInstall' | 'releasePage'> | null => {
  const releasePage = build.feedFile === null ? null : releasePageOf(build.feedFile);
  return releasePage === null ? null : { canInstall: canReplaceItself(build), releasePage };
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
  const failed = ({ releasePage }: UpdateFeed, cause: unknown): UpdateStatus => {
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
      return put({ kind: 'available', version, canInstall: feed.canInstall, page: feed.releasePage });
    } catch (cause) {
      return failed(feed, cause);
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
        return failed(feed, cause);
      }
    },
    checkAtStart: async () => {
      if (deps.settings().updates === 'check') await check();
    },
  };
};
