/**
 * Keeps the store's mirror equal to the state of the main process; the only file that writes it. Whole snapshots,
 * never merged.
 */

import { keepBodies } from '../state/bodies.ts';
import { keepPrefit } from '../state/prefit.ts';
import { keepScans } from '../state/scans.ts';
import type { AppStore, Mirror } from '../state/store.ts';
import type { Client } from './client.ts';

export type MirrorKeeper = {
  /** Reads everything again. */
  readonly reload: () => Promise<void>;
  /** Whether the program answers. When it answers again, everything is reloaded: events were missed in between. */
  readonly setOnline: (isOnline: boolean) => Promise<void>;
  readonly stop: () => void;
};

export const startMirror = (client: Client, store: AppStore): MirrorKeeper => {
  const write = (change: Partial<Mirror>) =>
    store.setState((state) => ({ mirror: { ...state.mirror, ...change } }));
  const nextVersion = () => store.getState().mirror.libraryVersion + 1;

  // An event that arrives while a reply is pending is newer than the reply.
  let heard = new Set<string>();
  const hear = (change: Partial<Mirror>) => {
    for (const name of Object.keys(change)) heard.add(name);
    write(change);
  };
  const isStillNews = (name: keyof Mirror): boolean => !heard.has(name);
  // Of several concurrent reads of one kind only the last is written.
  const turns = { about: 0, all: 0 };
  const startTurn = (kind: keyof typeof turns): (() => boolean) => {
    turns[kind] += 1;
    const mine = turns[kind];
    return () => mine === turns[kind];
  };

  const readAbout = async () => {
    const isLatest = startTurn('about');
    const about = await client.call('app.about', {});
    if (about.ok && isLatest()) write({ about: about.value });
  };

  const reload = async (): Promise<void> => {
    const isLatest = startTurn('all');
    heard = new Set();
    // Detecting the tools may take a while, and nothing on the first screen needs the result.
    const about = readAbout();
    const [models, jobs, keys, settings, deliverySetup, library, spending, notices, update] =
      await Promise.all([
        client.call('models.list', {}),
        client.call('jobs.list', {}),
        client.call('keys.status', {}),
        client.call('settings.get', {}),
        client.call('delivery.status', {}),
        client.call('library.list', { offset: 0, limit: 1 }),
        client.call('spending.get', {}),
        client.call('notices.list', {}),
        client.call('app.updateStatus', {}),
      ]);
    if (!isLatest()) return;
    write({
      ...(models.ok && isStillNews('models') ? { models: models.value } : {}),
      ...(jobs.ok && isStillNews('jobs') ? { jobs: jobs.value } : {}),
      ...(keys.ok && isStillNews('keys') ? { keys: keys.value } : {}),
      ...(settings.ok && isStillNews('settings') ? { settings: settings.value } : {}),
      ...(deliverySetup.ok && isStillNews('deliverySetup') ? { deliverySetup: deliverySetup.value } : {}),
      ...(library.ok && isStillNews('libraryTotal') ? { libraryTotal: library.value.total } : {}),
      ...(spending.ok && isStillNews('spending') ? { spending: spending.value } : {}),
      ...(notices.ok && isStillNews('notices') ? { notices: notices.value } : {}),
      ...(update.ok && isStillNews('update') ? { update: update.value } : {}),
      libraryVersion: nextVersion(),
    });
    await about;
  };

  const subscriptions = [
    client.on('jobs.changed', (jobs) => hear({ jobs })),
    client.on('keys.changed', (keys) => hear({ keys })),
    client.on('models.changed', (models) => hear({ models })),
    client.on('delivery.changed', (deliverySetup) => hear({ deliverySetup })),
    client.on('settings.changed', (settings) => {
      hear({ settings });
      // The change may select another ffmpeg.
      void readAbout();
    }),
    client.on('library.changed', ({ total }) => hear({ libraryTotal: total, libraryVersion: nextVersion() })),
    client.on('library.working', (libraryWork) => write({ libraryWork })),
    client.on('spending.changed', (spending) => hear({ spending })),
    client.on('notices.changed', (notices) => hear({ notices })),
    client.on('update.changed', (update) => hear({ update })),
    keepScans({ client, store, write }),
    keepBodies({ client, store, write }),
    keepPrefit({ client, store, write }),
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
