/** A job's state as one line: the word for it, and what is known of how far it is. */
import type { Job } from '#contract/model/job.ts';
import type { Words } from '#contract/words/en.ts';
import type { UiWords } from '../../words/en.ts';

export const stateWords = ({ state }: Pick<Job, 'state'>, ui: UiWords['queue'], domain: Words): string => {
  const word = domain.state(state.kind);
  switch (state.kind) {
    case 'cancelled':
      return `${word}. ${domain.charged(state.charged)}`;
    case 'waiting':
      if (state.isOffline) return `${word}: ${ui.offline}`;
      if (state.queuePosition !== null && state.queuePosition > 0)
        return `${word}: ${ui.before(state.queuePosition)}`;
      break;
    default:
      break;
  }
  const fraction = 'fraction' in state ? state.fraction : null;
  return fraction === null ? word : `${word} ${Math.round(fraction * 100)} %`;
};

/** `75_000` as `1:15`. */
export const elapsed = (ms: number): string => {
  const sec = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(sec / 3600), Math.floor(sec / 60) % 60, sec % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
};

/** The time of a moment today, the day of an earlier one. */
export const whenWords = (iso: string, now: Date, language: string): string => {
  const at = new Date(iso);
  const isToday = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(
    at,
  );
};
