/**
 * Texts around the notices; their own sentences are in the contract's messages, because the terminal shows them as
 * well.
 */

const en = {
  title: 'Notices',
  dismissAll: 'Dismiss',
  toQueue: 'Open the queue',
  toLibrary: 'Open the library',
  toSettings: 'Open Settings',
};
type NoticeBarMessages = typeof en;

const es: NoticeBarMessages = {
  title: 'Avisos',
  dismissAll: 'Descartar',
  toQueue: 'Abrir la cola',
  toLibrary: 'Abrir la biblioteca',
  toSettings: 'Abrir Ajustes',
};

export const noticeBarMessages = { en, es };
