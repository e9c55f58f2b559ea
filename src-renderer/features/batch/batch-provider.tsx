/** Keeps the batch state while other screens are shown, until the page is closed. */
import { type ReactNode, useEffect, useState } from 'react';
import { createBatch } from '../../state/batch-actions.ts';
import { BatchContext } from '../../state/batch-context.ts';
import { useApp } from '../../state/use-app.ts';

// Apart from the screen, whose script is loaded when it is opened.
export const BatchProvider = ({ children }: { readonly children: ReactNode }) => {
  const { client, store } = useApp();
  const [batch] = useState(() => createBatch({ client, store }));
  useEffect(() => batch.actions.files.follow(), [batch]);
  return <BatchContext value={batch}>{children}</BatchContext>;
};
