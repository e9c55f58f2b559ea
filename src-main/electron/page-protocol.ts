/** Serves the page and its media over app://understudy, so that the window uses no file:// address. */
import { protocol, type Session } from 'electron';
import type { Page } from '../ipc/page.ts';

const scheme = 'app';
export const pageAddress = `${scheme}://understudy/`;

/** Must run before the app is ready. */
export const registerPageScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

export const servePage = (session: Session, page: Page): void => {
  session.protocol.handle(scheme, (request) => {
    if (new URL(request.url).host !== 'understudy') return new Response('Not found', { status: 404 });
    return page(request);
  });
};
