import { useMemo } from 'react';
import { batchWords } from '../../messages/batch.ts';
import { framingWords } from '../../messages/framing.ts';
import { useWords } from '../../state/use-app.ts';
import type { CellWords } from './batch-cell-text.ts';

/** The same object as long as the language is, so that cells need not be drawn again. */
export const useCellWords = (): CellWords => {
  const { domain, language } = useWords();
  return useMemo(
    () => ({ batch: batchWords[language], matrix: framingWords[language].matrix, domain }),
    [domain, language],
  );
};
