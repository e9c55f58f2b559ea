/** Opens the address of browser mode in the system's browser. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

export type OpenCommand = { readonly command: string; readonly args: readonly string[] };

/** The command that opens `url`; null: this session has no browser, or its browser is on another screen. */
export const planOpen = (url: string, { platform, environment }: Surroundings): OpenCommand | null => {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION } = environment;
  if (SSH_CONNECTION) return null;
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [url] };
    // `start` is a command of cmd.exe, which interprets the characters of an address.
    case 'win32':
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
    default:
      return DISPLAY || WAYLAND_DISPLAY ? { command: 'xdg-open', args: [url] } : null;
  }
};

/** A page without scripts that leads to the address. */
const redirectPage = (address: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Understudy</title>
<meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Understudy</a>\n`;

/**
 * Writes the file that leads to the address, readable by this user alone. The arguments of a command can be read by
 * other users of the computer, and the address contains the token. `tempFolder` is deleted when the program ends.
 */
export const writeRedirect = async (address: string, tempFolder: string): Promise<string> => {
  await mkdir(tempFolder, { recursive: true, mode: 0o700 });
  const path = join(await mkdtemp(join(tempFolder, 'open-')), 'understudy.html');
  await writeFile(path, redirectPage(address), { mode: 0o600, flag: 'wx' });
  return pathToFileURL(path).href;
};

const run = ({ command, args }: OpenCommand): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: 'ignore', detached: true, windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });

/** Returns whether a browser was started. The address is printed in any case. */
export const openBrowser = async (
  deps: Surroundings & {
    readonly address: string;
    readonly tempFolder: string;
    readonly run?: (command: OpenCommand) => Promise<boolean>;
  },
): Promise<boolean> => {
  if (planOpen('', deps) === null) return false;
  const command = planOpen(await writeRedirect(deps.address, deps.tempFolder), deps);
  return command !== null && (deps.run ?? run)(command);
};
