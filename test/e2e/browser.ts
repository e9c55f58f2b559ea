/** Finds an installed Chromium or Chrome; never downloads one. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome.exe',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** `isShell`: prefers the headless shell if it is installed, which uses a quarter less processor time. */
export const findBrowser = ({ isShell = false } = {}): string | null => {
  const { UNDERSTUDY_CHROMIUM, PATH = '' } = process.env;
  if (UNDERSTUDY_CHROMIUM) return UNDERSTUDY_CHROMIUM;
  const names = isShell ? ['chromium-headless-shell', ...browsers] : browsers;
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].find(isExecutable) ?? null;
};

/** Required on a test machine: no background requests to the browser's vendor, and no sandbox as root. */
export const browserArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];
