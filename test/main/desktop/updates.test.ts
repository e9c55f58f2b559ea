import { describe, expect, test } from 'vitest';
import type { UpdateStatus } from '#contract/model/update.ts';
import { type Build, createUpdates, planUpdates } from '#main/desktop/updates.ts';
import type { UpdateFeed } from '#main/ports.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const build = (change: Partial<Build> = {}): Build => ({
  platform: 'win32',
  feedFile: 'owner: example\nrepo: understudy\nprovider: github\nupdaterCacheDirName: understudy-updater\n',
  isSigned: false,
  environment: {},
  ...change,
});

describe('plan', () => {
  test('a build without a feed never looks', () => {
    expect(planUpdates(build({ feedFile: null }))).toBeNull();
  });

  test.each([
    '',
    'provider: generic\nurl: https://example.com\n',
    'provider: github\nowner: a/../b\nrepo: c\n',
  ])('a feed file without a repository: never looks (%j)', (feedFile) =>
    expect(planUpdates(build({ feedFile }))).toBeNull(),
  );

  test.each<[string, Partial<Build>, boolean]>([
    ['an installed Windows program', {}, true],
    ['a portable Windows program', { environment: { PORTABLE_EXECUTABLE_FILE: 'C:\\u.exe' } }, false],
    ['a signed macOS program', { platform: 'darwin', isSigned: true }, true],
    ['an unsigned macOS program', { platform: 'darwin' }, false],
    ['an AppImage', { platform: 'linux', environment: { APPIMAGE: '/u.AppImage' } }, true],
    ['a deb package', { platform: 'linux' }, false],
  ])('%s: whether it can install', (_what, change, canInstall) => {
    expect(planUpdates(build(change))).toEqual({
      canInstall,
      releasePage: 'https://github.com/example/understudy/releases',
    });
  });
});

const open = (feed: Partial<UpdateFeed> | null, updates: 'off' | 'check' = 'check') => {
  const changes: UpdateStatus[] = [];
  let lookups = 0;
  const whole: UpdateFeed | null = feed && {
    canInstall: true,
    releasePage: 'https://github.com/example/understudy/releases',
    findNewer: async () => '2.0.0',
    download: async () => undefined,
    ...feed,
  };
  const module = createUpdates({
    feed: whole && {
      ...whole,
      findNewer: () => {
        lookups += 1;
        return whole.findNewer();
      },
    },
    settings: () => ({ updates }),
    log,
    onChange: (status) => changes.push(status),
  });
  return { ...module, kinds: () => changes.map(({ kind }) => kind), lookups: () => lookups };
};

describe('updates', () => {
  test('without a feed nothing is requested', async () => {
    const { check, install, checkAtStart, kinds } = open(null);
    expect(await check()).toEqual({ kind: 'no-feed' });
    expect(await install()).toEqual({ kind: 'no-feed' });
    await checkAtStart();
    expect(kinds()).toEqual([]);
  });

  test('a newer version is reported and not downloaded', async () => {
    let downloads = 0;
    const { check, kinds } = open({
      download: async () => {
        downloads += 1;
      },
    });
    expect(await check()).toMatchObject({ kind: 'available', version: '2.0.0', canInstall: true });
    expect(kinds()).toEqual(['checking', 'available']);
    expect(downloads).toBe(0);
  });

  test('the present version is current', async () => {
    expect(await open({ findNewer: async () => null }).check()).toEqual({ kind: 'current' });
  });

  test('the user downloads it; then it waits for the program to quit, and is not looked for again', async () => {
    const { check, install, kinds, lookups } = open({ download: async (onProgress) => onProgress(0.5) });
    await check();
    expect(await install()).toEqual({ kind: 'ready', version: '2.0.0' });
    expect(kinds()).toEqual(['checking', 'available', 'downloading', 'downloading', 'ready']);
    expect(await check()).toMatchObject({ kind: 'ready' });
    expect(lookups()).toBe(1);
  });

  test('a build that cannot replace itself downloads nothing', async () => {
    const { check, install } = open({ canInstall: false });
    await check();
    expect(await install()).toMatchObject({ kind: 'available', canInstall: false });
  });

  test('a feed that cannot be reached is an error value, and can be tried again', async () => {
    const { check, lookups } = open({ findNewer: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await check()).toMatchObject({ kind: 'failed', error: { code: 'provider-unreachable' } });
    await check();
    expect(lookups()).toBe(2);
  });

  test('the check at the start follows the setting', async () => {
    const off = open({}, 'off');
    await off.checkAtStart();
    expect(off.lookups()).toBe(0);
    const on = open({});
    await on.checkAtStart();
    expect(on.lookups()).toBe(1);
  });
});
