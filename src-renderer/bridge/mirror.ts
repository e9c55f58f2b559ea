/** Keeps the store's mirror like the main process: the only file that writes it. Whole snapshots, never merged. */
import { keepAhead } from '../state/ahead.ts';
import { keepLooks } from '../state/looks.ts';
import type { AppStore, Mirror } from '../state/store.ts';
import type { Client } from './client.ts';

export type MirrorKeeper = {
  /** Reads everything again. */
  readonly reload: () => Promise<void>;
  /** Whether the program answers. When it does so again, everything is read again: nobody told us meanwhile. */
  readonly setOnline: (isOnline: boolean) => Promise<void>;
  readonly stop: () => void;
};

export const startMirror = (client: Client, store: AppStore): MirrorKeeper => {
  const write = (change: Partial<Mirror>) =>
    store.setState((state) => ({ mirror: { ...state.mirror, ...change } }));
  const nextVersion = () => store.getState().mirror.libraryVersion + 1;

  const readAbout = async () => {
    const about = await client.call('about', {});
    if (about.ok) write({ about: about.value });
  };

  const reload = async (): Promise<void> => {
    // Looking for the tools may take a while, and nothing on the first screen waits for it.
    const about = readAbout();
    const [models, jobs, keys, settings, hosting, library, spending, notices] = await Promise.all([
      client.call('models.list', {}),
      client.call('jobs.list', {}),
      client.call('keys.status', {}),
      client.call('settings.get', {}),
      client.call('hosting.status', {}),
      client.call('library.list', { offset: 0, limit: 1 }),
      client.call('spending.get', {}),
      client.call('notices.list', {}),
    ]);
    write({
      ...(models.ok ? { models: models.value } : {}),
      ...(jobs.ok ? { jobs: jobs.value } : {}),
      ...(keys.ok ? { keys: keys.value } : {}),
      ...(settings.ok ? { settings: settings.value } : {}),
      ...(hosting.ok ? { hosting: hosting.value } : {}),
      ...(library.ok ? { libraryTotal: library.value.total } : {}),
      ...(spending.ok ? { spending: spending.value } : {}),
      ...(notices.ok ? { notices: notices.value } : {}),
      libraryVersion: nextVersion(),
    });
    await about;
  };

  const subscriptions = [
    client.on('jobs.changed', (jobs) => write({ jobs })),
    client.on('keys.changed', (keys) => write({ keys })),
    client.on('models.changed', (models) => write({ models })),
    client.on('hosting.changed', (hosting) => write({ hosting })),
    client.on('settings.changed', (settings) => {
      write({ settings });
      // Which ffmpeg is used may have changed with them.
      void readAbout();
    }),
    client.on('library.changed', ({ total }) =>
      write({ libraryTotal: total, libraryVersion: nextVersion() }),
    ),
    client.on('library.working', (libraryWork) => write({ libraryWork })),
    client.on('spending.changed', (spending) => write({ spending })),
    client.on('notices.changed', (notices) => write({ notices })),
    keepLooks({ client, store, write }),
    keepAhead({ client, store, write }),
  ];

  return {
    reload,
    setOnline: async (isOnline) => {
      const wasOffline = !store.getState().mirror.isOnline;
      write({ isOnline });
      if (isOnline && wasOffline) await reload();
    },
    stop: () => {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
};
