/** Reads the library's pages when the component mounts and whenever the library changes. */
import { useEffect, useSyncExternalStore } from 'react';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useMirror } from '#renderer/state/use-app.ts';

export const useLibrary = (): LibraryPages => {
  const { reader, actions } = useLibraryStore();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const query = useLibraryView((view) => view.query);
  const pages = useSyncExternalStore(reader.subscribe, reader.getState);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version triggers a new read.
  useEffect(() => reader.reload(), [reader, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these determine the results, and until the new results are shown the previous ones can be selected.
  useEffect(() => {
    void actions.keepSelectionTrue();
  }, [actions, version, query, pages.query]);
  return pages;
};
