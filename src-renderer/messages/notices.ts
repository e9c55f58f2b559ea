/** What stands around the notices; their own sentences are in the contract's words, because the terminal says them, too. */

const en = {
  title: 'Notices',
  dismissAll: 'Put this notice away',
  toQueue: 'See the queue',
  toLibrary: 'See the library',
  toSettings: 'Open Settings',
};
type NoticeBarMessages = typeof en;

const es: NoticeBarMessages = {
  title: 'Avisos',
  dismissAll: 'Quitar este aviso',
  toQueue: 'Ver la cola',
  toLibrary: 'Ver la biblioteca',
  toSettings: 'Abrir Ajustes',
};

export const noticeBarMessages = { en, es };
