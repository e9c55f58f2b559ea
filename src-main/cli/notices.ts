/** Prints notices of the program on stderr, each once: those known when it opens, and later ones as they arrive. */
import { events } from '#contract/events.ts';
import { messages } from '#contract/messages/en/messages.ts';
import type { Notice } from '#contract/model/notice.ts';
import type { App } from '../app.ts';
import type { Output } from './output.ts';

export const printNotices = async ({
  app,
  output,
}: {
  readonly app: Pick<App, 'handlers' | 'subscribe'>;
  readonly output: Pick<Output, 'note'>;
}): Promise<void> => {
  const printed = new Set<string>();
  const print = (notices: readonly Notice[]): void => {
    for (const notice of notices) {
      const { what, wayOut } = messages.notice(notice);
      const sentence = `${what} ${wayOut}`;
      if (!printed.has(sentence)) output.note(sentence);
      printed.add(sentence);
    }
  };
  // Resuming the jobs of earlier processes may add notices.
  app.subscribe((event, payload) => {
    if (event === 'notices.changed') print(events[event].parse(payload));
  });
  const notices = await app.handlers['notices.list']({});
  if (notices.ok) print(notices.value);
};
