/** The library's shelf as a component sees it: read when it appears, and again whenever the library changes. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { createLibraryReader, type LibraryReader, type LibraryShelf } from './library-reader.ts';

export const useLibrary = (): LibraryShelf & Pick<LibraryReader, 'reload' | 'readMore'> => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const reader = useMemo(
    () => createLibraryReader({ list: (range) => client.call('library.list', range) }),
    [client],
  );
  const shelf = useSyncExternalStore(reader.subscribe, reader.getState);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for a new reading.
  useEffect(() => {
    void reader.reload();
  }, [reader, version]);
  return { ...shelf, reload: reader.reload, readMore: reader.readMore };
};
