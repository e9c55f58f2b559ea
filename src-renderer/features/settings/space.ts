/** Room on a disk, as file managers tell it: in thousands, and with one digit after the point from gigabytes on. */
import { bytesInWords } from '#contract/rules/limits.ts';

const large = [
  [1e12, 'TB'],
  [1e9, 'GB'],
] as const;

export const spaceInWords = (bytes: number): string => {
  for (const [unit, name] of large) if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name}`;
  return bytesInWords(bytes);
};
