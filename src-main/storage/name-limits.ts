/** Most disks take names of 255 bytes, and encrypted home folders shorter ones; which it is shows only when one is used. */
import { maxNameBytes, shortNameBytes } from '#contract/rules/naming.ts';
import { errnoOf } from './file-error.ts';

/** `work` makes its names no longer than it is told to, and leaves nothing where that fails. */
export const withNameLimit = async <T>(work: (maxBytes: number) => Promise<T>): Promise<T> => {
  try {
    return await work(maxNameBytes);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENAMETOOLONG') throw cause;
    return work(shortNameBytes);
  }
};
