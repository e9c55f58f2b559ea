/** Times, sizes and dates as text, in the user's language, with tabular figures. */

/** `75.5` as `1:15.50`. */
export const clockTime = (seconds: number): string => {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const minutes = Math.floor(hundredths / 6000);
  const rest = hundredths % 6000;
  return `${minutes}:${String(Math.floor(rest / 100)).padStart(2, '0')}.${String(rest % 100).padStart(2, '0')}`;
};

/** `1:15.5`, `75.5` or `75,5` as 75.5; null where the text is not a time. */
export const parseClockTime = (text: string): number | null => {
  const match = /^\s*(?:(\d{1,3}):)?(\d{1,4}(?:[.,]\d{1,3})?)\s*$/.exec(text);
  if (!match) return null;
  const [, minutes = '0', seconds = '0'] = match;
  return Number(minutes) * 60 + Number(seconds.replace(',', '.'));
};

/** `10.0 s` */
export const seconds = (value: number): string => `${value.toFixed(1)} s`;
