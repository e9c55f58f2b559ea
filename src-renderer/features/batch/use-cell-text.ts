import { useMemo } from 'react';
import { batchMessages } from '../../messages/batch.ts';
import { framingMessages } from '../../messages/framing.ts';
import { useMessages } from '../../state/use-app.ts';
import type { CellText } from './batch-cell-text.ts';

/** Returns the same object until the language changes, so that cells are not rendered again. */
export const useCellText = (): CellText => {
  const { domain, language } = useMessages();
  return useMemo(
    () => ({ batch: batchMessages[language], matrix: framingMessages[language].matrix, domain }),
    [domain, language],
  );
};
