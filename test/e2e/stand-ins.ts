/** The program in browser mode with stand-ins for all providers, and a user's first steps in its page. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { startSandboxes } from '#test/sandbox/all.ts';
import { dropFiles } from './drop-files.ts';
import { startProgram } from './program.ts';

/** The environment of this computer must not reach a test: an empty variable counts as unset. */
export const unset = {
  FAL_KEY: '',
  NOVITA_API_KEY: '',
  AIMLAPI_API_KEY: '',
  RUNPOD_API_KEY: '',
  UNDERSTUDY_S3_ENDPOINT: '',
  UNDERSTUDY_S3_REGION: '',
  UNDERSTUDY_S3_BUCKET: '',
  UNDERSTUDY_S3_ACCESS_KEY_ID: '',
  UNDERSTUDY_S3_SECRET_ACCESS_KEY: '',
};

export type PaidProgram = Awaited<ReturnType<typeof startPaidProgram>>;

/** `environment`: added to, or replacing, the stand-ins' addresses and keys. Runs complete without delay. */
export const startPaidProgram = async (
  environment: Readonly<Record<string, string>> = {},
  start: typeof startProgram = startProgram,
) => {
  const sandboxes = await startSandboxes({ faults: { queuePolls: 0, runPolls: 0 } });
  const all = { ...unset, ...sandboxes.environment, ...environment };
  const program = await start(all);
  return {
    address: program.address,
    of: sandboxes.of,
    /** Secrets that must not appear anywhere in the page. */
    secrets: Object.entries(all).flatMap(([name, value]) =>
      /KEY$/.test(name) && !name.endsWith('ACCESS_KEY_ID') && value !== '' ? [value] : [],
    ),
    close: async () => {
      await program.close();
      await sandboxes.close();
    },
  };
};

export const addFiles = async (
  page: Page,
  { image, video }: { readonly image: string; readonly video: string },
): Promise<void> => {
  await dropFiles(page, { target: 'Character', paths: [image] });
  await dropFiles(page, { target: 'Motion', paths: [video] });
};

/** `name`: the model's full name, as listed. */
export const chooseModel = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name }).click();
};

export const generateButton = (page: Page): Locator => page.getByRole('button', { name: /^Generate/ });

/** The queue row of this model's newest run. */
export const queueRow = (page: Page, model: string): Locator =>
  page.getByRole('region', { name: 'Queue' }).getByRole('listitem').filter({ hasText: model }).first();

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

/** Self-signed for 127.0.0.1, valid for a day (RFC 5280), because Node can read certificates but not create them. */
const makeCertificate = (): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('stand-in')))));
  const time = (ms: number) =>
    der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/\D/g, '')}Z`));
  const dayMs = 86_400_000;
  const ipOfThisComputer = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, ...randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(time(Date.now() - dayMs), time(Date.now() + dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid('551d11'), der(0x04, ipOfThisComputer)))),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const base64 = sequence(content, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
};

/**
 * A server for a user's own links: https, which the page requires, with a certificate that the environment makes the
 * program trust.
 */
export const startOwnLink = async (video: Buffer) => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-link-'));
  const { key, cert } = makeCertificate();
  const path = join(folder, 'certificate.pem');
  await writeFile(path, cert);
  let reads = 0;
  const server = createServer({ key, cert }, (_request, response) => {
    reads += 1;
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': video.length });
    response.end(video);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The address of a TCP server is never a string, which only pipes have.
  const { port } = server.address() as AddressInfo;
  return {
    link: `https://127.0.0.1:${port}/dance.mp4`,
    environment: { NODE_EXTRA_CA_CERTS: path },
    reads: () => reads,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
