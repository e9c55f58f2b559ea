/** Keeps the store's mirror like the main process: the only file that writes it. Whole snapshots, never merged. */
import type { AppStore, Mirror } from '../state/store.ts';
import type { Client } from './client.ts';

export const startMirror = (
  client: Client,
  store: AppStore,
): { readonly reload: () => Promise<void>; readonly setOnline: (isOnline: boolean) => void } => {
  const write = (change: Partial<Mirror>) =>
    store.setState((state) => ({ mirror: { ...state.mirror, ...change } }));

  const reload = async (): Promise<void> => {
    const [about, models, jobs, keys, settings, library] = await Promise.all([
      client.call('about', {}),
      client.call('models.list', {}),
      client.call('jobs.list', {}),
      client.call('keys.status', {}),
      client.call('settings.get', {}),
      client.call('library.list', { offset: 0, limit: 1 }),
    ]);
    write({
      ...(about.ok ? { about: about.value } : {}),
      ...(models.ok ? { models: models.value } : {}),
      ...(jobs.ok ? { jobs: jobs.value } : {}),
      ...(keys.ok ? { keys: keys.value } : {}),
      ...(settings.ok ? { settings: settings.value } : {}),
      ...(library.ok ? { libraryTotal: library.value.total } : {}),
      libraryVersion: store.getState().mirror.libraryVersion + 1,
    });
  };

  client.on('jobs.changed', (jobs) => write({ jobs }));
  client.on('keys.changed', (keys) => write({ keys }));
  client.on('settings.changed', (settings) => {
    write({ settings });
    // Which ffmpeg is used may have changed with them.
    void client.call('about', {}).then((about) => about.ok && write({ about: about.value }));
  });
  client.on('library.changed', ({ total }) =>
    write({ libraryTotal: total, libraryVersion: store.getState().mirror.libraryVersion + 1 }),
  );

  return {
    reload,
    setOnline: (isOnline) => {
      const wasOffline = !store.getState().mirror.isOnline;
      write({ isOnline });
      // What happened meanwhile was not announced to us.
      if (isOnline && wasOffline) void reload();
    },
  };
};
