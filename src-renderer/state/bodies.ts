/** Looks for people in the open files, once each. A result is dropped together with its file. */
import type { SourceId } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import { selectImage, selectVideo } from './selectors.ts';
import type { AppStore, BodyStatus, Mirror } from './store.ts';

/** Returns the cleanup function. `write`: see mirror.ts. */
export const keepBodies = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly write: (change: Pick<Mirror, 'bodies'>) => void;
}): (() => void) => {
  const { client, store, write } = deps;

  const openIds = (): readonly SourceId[] => {
    const state = store.getState();
    return [selectImage(state)?.id, selectVideo(state)?.id].filter((id) => id !== undefined);
  };
  const set = (id: SourceId, status: BodyStatus) =>
    write({ bodies: { ...store.getState().mirror.bodies, [id]: status } });

  const examine = async (sourceId: SourceId): Promise<void> => {
    set(sourceId, { kind: 'working', fraction: null });
    const body = await client.call('media.body', { sourceId });
    // The file has been closed in the meantime.
    if (!openIds().includes(sourceId)) return;
    set(sourceId, body.ok ? { kind: 'done', body: body.value } : { kind: 'failed', error: body.error });
  };
  const follow = () => {
    const ids = openIds();
    const known = store.getState().mirror.bodies;
    const isGone = (id: string) => !ids.some((open) => open === id);
    if (Object.keys(known).some(isGone))
      write({ bodies: Object.fromEntries(Object.entries(known).filter(([id]) => !isGone(id))) });
    for (const id of ids) if (store.getState().mirror.bodies[id] === undefined) void examine(id);
  };

  const stops = [
    store.subscribe(follow),
    client.on('media.progress', ({ sourceId, work, fraction }) => {
      if (work === 'body' && store.getState().mirror.bodies[sourceId]?.kind === 'working')
        set(sourceId, { kind: 'working', fraction });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
