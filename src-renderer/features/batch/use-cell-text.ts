import { useMemo } from 'react';
import { batchMessages } from '../../messages/batch.ts';
import { framingMessages } from '../../messages/framing.ts';
import { useMessages } from '../../state/use-app.ts';
import type { CellText } from './batch-cell-text.ts';

/** The same object as long as the language is, so that cells need not be drawn again. */
export const useCellText = (): CellText => {
  const { domain, language } = useMessages();
  return useMemo(
    () => ({ batch: batchMessages[language], matrix: framingMessages[language].matrix, domain }),
    [domain, language],
  );
};
