/** Outcome of the last action: an error, an exported bundle, or an import report. */
import { useState } from 'react';
import type { AppError, Result } from '#contract/errors.ts';
import { bundleAddress } from '#contract/media-address.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { Imported, MadeBundle } from '#contract/model/library-work.ts';
import { useLibraryStore } from '#renderer/state/library-store.ts';

/** Cancellation by the user is not reported as an error. */
const unlessStopped = (error: AppError | null): AppError | null =>
  error?.code === 'cancelled' ? null : error;

/** Simulates a click on a link, which is required to save a file to the downloads folder. */
const download = (address: string): void => {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
};

export const useOutcome = () => {
  const { actions } = useLibraryStore();
  const [error, setError] = useState<AppError | null>(null);
  const [bundle, setBundle] = useState<MadeBundle | null>(null);
  const [imported, setImported] = useState<Imported | null>(null);
  const [isNoBundle, setNoBundle] = useState(false);

  const tell = async (doing: Promise<AppError | null>): Promise<void> => setError(unlessStopped(await doing));
  const settle = <T>(answer: Result<T>, take: (value: T) => void): void => {
    setError(answer.ok ? null : unlessStopped(answer.error));
    if (answer.ok) take(answer.value);
  };
  return {
    error,
    bundle,
    imported,
    isNoBundle,
    tell,
    forgetError: () => setError(null),
    forgetBundle: () => setBundle(null),
    forgetImported: () => setImported(null),
    forgetNoBundle: () => setNoBundle(false),
    makeBundle: async (ids: readonly ItemId[]) =>
      settle(await actions.bundle(ids), (made) => {
        setBundle(made);
        download(bundleAddress(made.id));
      }),
    deleteForever: async (ids: readonly ItemId[] | null) =>
      settle(await actions.deleteForever(ids), () => undefined),
    /** null: what was dropped is not a file. */
    takeIn: async (file: File | null) => {
      setNoBundle(false);
      setImported(null);
      if (file === null || !file.name.toLowerCase().endsWith('.zip')) return setNoBundle(true);
      settle(await actions.importFile(file), setImported);
    },
  };
};
export type Outcome = ReturnType<typeof useOutcome>;
