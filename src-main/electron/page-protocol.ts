/** The page and its media at app://understudy/, so that no file:// address is used. */
import { protocol, type Session } from 'electron';
import { isPageAddress, pageScheme } from '../desktop/page-access.ts';
import type { Page } from '../ipc/page.ts';

/** Must run before the app is ready. */
export const registerPageScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
};

export const servePage = (session: Session, page: Page): void => {
  session.protocol.handle(pageScheme, (request) =>
    isPageAddress(request.url) ? page(request) : new Response('Not found', { status: 404 }),
  );
};
