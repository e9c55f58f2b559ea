/** A job's state as one line: its name and its known progress. */
import type { AppError } from '#contract/errors.ts';
import type { Messages } from '#contract/messages/en/messages.ts';
import type { Job } from '#contract/model/job.ts';
import type { UiMessages } from '../../messages/en/ui.ts';
import type { UnsureMessages } from '../../messages/en/unsure.ts';

type StateText = {
  readonly ui: UiMessages['queue'];
  readonly waiting: UnsureMessages['waiting'];
  readonly domain: Messages;
};

const partWords = (word: string, fraction: number | null): string =>
  fraction === null ? word : `${word} ${Math.round(fraction * 100)} %`;

/** A specific text if the user need not act; any other error is shown in full below the row. */
const troubleWords = ({ code }: AppError, ui: UiMessages['queue']): string =>
  code === 'provider-unreachable' || code === 'result-cut-off' ? ui.offline : ui.trouble;

const waitingWords = (
  word: string,
  state: Extract<Job['state'], { kind: 'waiting' }>,
  { ui, waiting }: StateText,
): string => {
  const { fraction, queuePosition, etaSec, trouble } = state;
  if (trouble !== null) return `${word}: ${troubleWords(trouble, ui)}`;
  const isInLine = queuePosition !== null && queuePosition > 0;
  const known = [
    ...(isInLine ? [ui.before(queuePosition)] : []),
    // Some providers report 0 for an unknown value.
    ...(etaSec !== null && etaSec > 0 ? [waiting.left(etaSec)] : []),
  ];
  const begun = isInLine ? word : partWords(word, fraction);
  return known.length === 0 ? begun : `${begun}: ${known.join(', ')}`;
};

export const stateWords = ({ state }: Pick<Job, 'state'>, messages: StateText): string => {
  const { domain } = messages;
  const word = domain.state(state.kind);
  switch (state.kind) {
    case 'cancelled':
      return `${word}. ${domain.charged(state.charged)}`;
    case 'uploading':
      return state.busyUntil === undefined
        ? partWords(word, state.fraction)
        : domain.busyUntil(state.busyUntil);
    case 'waiting':
      return waitingWords(word, state, messages);
    case 'downloading':
      return state.trouble === null
        ? partWords(word, state.fraction)
        : `${word}: ${troubleWords(state.trouble, messages.ui)}`;
    default:
      return partWords(word, 'fraction' in state ? state.fraction : null);
  }
};

/** `75_000` as `1:15`. */
export const elapsed = (ms: number): string => {
  const sec = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(sec / 3600), Math.floor(sec / 60) % 60, sec % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
};

/** The time for today, the date for earlier days. */
export const whenWords = (iso: string, now: Date, language: string): string => {
  const at = new Date(iso);
  const isToday = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(
    at,
  );
};
