/** Most disks allow names of 255 bytes, encrypted home folders fewer; the limit is known only after a name was refused. */
import { maxNameBytes, shortNameBytes } from '#contract/rules/naming.ts';
import { errnoOf } from './file-error.ts';

/** `work` creates names of at most `maxBytes`, and leaves nothing behind if that fails. */
export const withNameLimit = async <T>(work: (maxBytes: number) => Promise<T>): Promise<T> => {
  try {
    return await work(maxNameBytes);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENAMETOOLONG') throw cause;
    return work(shortNameBytes);
  }
};
