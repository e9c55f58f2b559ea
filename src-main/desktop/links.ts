/** Links to pages outside the program: https only, and only to hosts that the page itself links to. */

/** Hosts of the pages that the settings link to: where keys are made, and the instructions of file hosts. */
const linkedHosts: readonly string[] = [
  'fal.ai',
  'novita.ai',
  'aimlapi.com',
  'console.runpod.io',
  'www.console.runpod.io',
  'docs.aws.amazon.com',
  'developers.cloudflare.com',
  'www.backblaze.com',
  // Releases of this program, and instructions of MinIO.
  'github.com',
];

/** Returns the address to open, as parsed; null: it is not opened. */
export const outsideLink = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { protocol, host, username, password, href } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return null;
  return linkedHosts.includes(host) ? href : null;
};
