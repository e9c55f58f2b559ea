/** The trash's period as it is typed. Pure. */

/** As the contract's schema of the setting. */
const maxDays = 3650;
export const defaultDays = 30;

/** null: it is no number of days. */
export const parseDays = (text: string): number | null => {
  const days = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= maxDays ? days : null;
};
