/** Parses the typed retention period of the trash. Pure. */

/** Same as the contract's schema of the setting. */
const maxDays = 3650;
export const defaultDays = 30;

/** null: not a valid number of days. */
export const parseDays = (text: string): number | null => {
  const days = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= maxDays ? days : null;
};
