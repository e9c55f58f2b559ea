/** What the program came upon by itself, said on stderr: once, when it has opened or as soon as it is known. */
import { events } from '#contract/events.ts';
import { noticeMessages } from '#contract/messages/notices.ts';
import type { Notice } from '#contract/model/notice.ts';
import type { App } from '../app.ts';
import type { Output } from './output.ts';

export const sayNotices = async ({
  app,
  output,
}: {
  readonly app: Pick<App, 'handlers' | 'subscribe'>;
  readonly output: Pick<Output, 'note'>;
}): Promise<void> => {
  const said = new Set<string>();
  const say = (notices: readonly Notice[]): void => {
    for (const notice of notices) {
      const { what, wayOut } = noticeMessages(notice, 'en');
      const sentence = `${what} ${wayOut}`;
      if (!said.has(sentence)) output.note(sentence);
      said.add(sentence);
    }
  };
  // Some are known only when the command goes on with what earlier programs left.
  app.subscribe((event, payload) => {
    if (event === 'notices.changed') say(events[event].parse(payload));
  });
  const notices = await app.handlers['notices.list']({});
  if (notices.ok) say(notices.value);
};
