import { useMemo } from 'react';
import { useWords } from '../../state/use-app.ts';
import { batchWords } from '../../words/batch.ts';
import { framingWords } from '../../words/framing.ts';
import type { CellWords } from './batch-cell-words.ts';

/** The same object as long as the language is, so that cells need not be drawn again. */
export const useCellWords = (): CellWords => {
  const { domain, language } = useWords();
  return useMemo(
    () => ({ batch: batchWords[language], matrix: framingWords[language].matrix, domain }),
    [domain, language],
  );
};
