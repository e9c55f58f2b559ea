/** The browser that the test has started, and the addresses that stand for `app:` ones in it. */
import { type Cdp, connectCdp } from './cdp.ts';

/** Set by start-shell.ts for the program's process. */
const { UNDERSTUDY_SHELL_CDP = '', UNDERSTUDY_SHELL_PORT = '', UNDERSTUDY_SHELL_FOLDER = '' } = process.env;

export const shellFolder: string = UNDERSTUDY_SHELL_FOLDER;
export const pagePort = Number(UNDERSTUDY_SHELL_PORT);
export const browser: Promise<Cdp> = connectCdp(UNDERSTUDY_SHELL_CDP);

/**
 * Chromium has no scheme `app:` that a test could answer, so the host `understudy`, which the browser resolves to the
 * server of page-server.ts and treats as a secure origin, stands for it.
 */
const carried = 'http://understudy';
const own = 'app://understudy';

const replaceStart = (text: string, from: string, to: string): string =>
  text === from || text.startsWith(`${from}/`) ? `${to}${text.slice(from.length)}` : text;

export const toCarried = (url: string): string => replaceStart(url, own, carried);
export const toOwn = (url: string): string => replaceStart(url, carried, own);
