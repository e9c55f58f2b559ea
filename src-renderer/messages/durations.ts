/** Lengths of time as text, for the sentences of every language. */

/** `95` as `1 min 35 s`; minutes and seconds have the same abbreviations in every language. */
export const inMinutesAndSeconds = (sec: number): string => {
  const minutes = Math.floor(sec / 60);
  return minutes === 0 ? `${sec} s` : `${minutes} min ${sec % 60} s`;
};

/** Seconds rounded to minutes. */
export const inMinutes = (sec: number): number => Math.round(sec / 60);
/** Seconds rounded to hours. */
export const inHours = (sec: number): number => Math.round(sec / 3600);
/** Whether a length is given in hours. */
export const isHours = (sec: number): boolean => sec >= 5400;

/** `1.5–4.0 s` */
export const secondsRange = (startSec: number, endSec: number): string =>
  `${startSec.toFixed(1)}\u2013${endSec.toFixed(1)} s`;

/** `604800` as `7 days`; in the largest unit of which there are at least two. */
export const lastingIn = (language: string) => {
  const inUnit = (unit: 'day' | 'hour' | 'minute', count: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(count));
  return (sec: number): string => {
    if (sec >= 2 * 86_400) return inUnit('day', sec / 86_400);
    return sec >= 2 * 3600 ? inUnit('hour', sec / 3600) : inUnit('minute', sec / 60);
  };
};

/** `62.5` as `1 minute 2.50 seconds`, for screen readers. */
export const spokenWith =
  (messages: { readonly minute: string; readonly minutes: string; readonly seconds: string }) =>
  (sec: number): string => {
    const hundredths = Math.round(Math.max(0, sec) * 100);
    const minutes = Math.floor(hundredths / 6000);
    const rest = `${((hundredths % 6000) / 100).toFixed(2)} ${messages.seconds}`;
    return minutes === 0 ? rest : `${minutes} ${minutes === 1 ? messages.minute : messages.minutes} ${rest}`;
  };
