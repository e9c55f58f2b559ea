/** Location of the data folder: the same for all hosts, so the terminal and the window share one library. */
import { resolve } from 'node:path';
import envPaths from 'env-paths';

export const dataFolderFrom = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { UNDERSTUDY_HOME } = environment;
  if (UNDERSTUDY_HOME) return resolve(UNDERSTUDY_HOME);
  return envPaths('Understudy', { suffix: '' }).data;
};
