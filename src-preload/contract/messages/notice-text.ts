/** The sentences of a notice, and parts of them for every language. */
import { assertNever } from '../assert-never.ts';
import type { Notice } from '../model/notice.ts';

export type NoticeText = { readonly what: string; readonly wayOut: string };
type Kind<K extends Notice['kind']> = Extract<Notice, { kind: K }>;

/** `1 job was saved`, `3 jobs were saved`. */
export const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

export type NoticeSentences = { readonly [K in Notice['kind']]: (notice: Kind<K>) => NoticeText };

/** `2026-12-01 10:00 UTC`: the same on every machine. */
export const timeText = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

export const noticeText = (notice: Notice, sentences: NoticeSentences): NoticeText => {
  switch (notice.kind) {
    case 'database-restored':
      return sentences['database-restored'](notice);
    case 'database-begun-again':
      return sentences['database-begun-again'](notice);
    case 'database-perhaps-older':
      return sentences['database-perhaps-older'](notice);
    case 'catalogue-rebuilt':
      return sentences['catalogue-rebuilt'](notice);
    case 'items-left-alone':
      return sentences['items-left-alone'](notice);
    case 'library-away':
      return sentences['library-away'](notice);
    case 'library-read-only':
      return sentences['library-read-only'](notice);
    case 'page-reloaded':
      return sentences['page-reloaded'](notice);
    case 'unexpected-error':
      return sentences['unexpected-error'](notice);
    default:
      return assertNever(notice);
  }
};
