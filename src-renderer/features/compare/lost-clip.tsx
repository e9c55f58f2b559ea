/** In place of a clip that cannot be played: why, where the program can tell. */
import { useEffect, useState } from 'react';
import { type ErrorCode, errorCodeSchema, fail } from '#contract/errors.ts';
import { errorHeader } from '#contract/media-address.ts';
import { useWords } from '#renderer/state/use-app.ts';
import { compareWords } from '#renderer/words/compare.ts';
import styles from './stage.module.css';

/** null: the file is there, and this window cannot play it. */
const reasonOf = async (address: string): Promise<ErrorCode | null> => {
  try {
    const { headers } = await fetch(address, { method: 'HEAD' });
    const code = errorCodeSchema.safeParse(headers.get(errorHeader));
    return code.success ? code.data : null;
  } catch {
    return null;
  }
};

export const LostClip = ({ address }: { readonly address: string }) => {
  const { language, domain } = useWords();
  const [code, setCode] = useState<ErrorCode | null>(null);
  useEffect(() => {
    let isWanted = true;
    void reasonOf(address).then((found) => {
      if (isWanted) setCode(found);
    });
    return () => {
      isWanted = false;
    };
  }, [address]);
  const error = code === null ? null : domain.error(fail(code).error);
  return (
    <p className={styles.lost}>
      {error === null ? compareWords[language].unplayable : `${error.what} ${error.wayOut}`}
    </p>
  );
};
