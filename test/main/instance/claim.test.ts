import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressOf, type InstanceAddress } from '#main/instance/address.ts';
import { type Claim, claim, findOwner } from '#main/instance/claim.ts';
import { systemClock } from '#main/node-ports.ts';
import { programFolder } from '#main/program-folder.ts';
import { tempFolder } from '../storage/temp-folder.ts';

const addressIn = (folder: string): InstanceAddress => {
  const address = addressOf(folder, {});
  if (!address.ok) throw new Error(address.error.code);
  return address.value;
};

const claimed = async (address: InstanceAddress): Promise<Claim> => {
  const found = await claim(address, { clock: systemClock });
  if (!found.ok) throw new Error(found.error.code);
  const { value } = found;
  onTestFinished(() => void (value.kind === 'owner' ? value.server.close() : value.socket.destroy()));
  return value;
};

/** Processes that claim the folder at the same time, with the result of each. */
const claiming = async (folder: string, count: number) => {
  const program = `
    import { addressOf } from '#main/instance/address.ts';
    import { claim } from '#main/instance/claim.ts';
    import { systemClock } from '#main/node-ports.ts';
    const address = addressOf(process.argv[1], {});
    process.stdin.once('data', async () => {
      const claimed = await claim(address.value, { clock: systemClock });
      console.log(claimed.ok ? claimed.value.kind : claimed.error.code);
      setInterval(() => {}, 1000);
    });
    console.log('ready');`;
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder], {
      cwd: programFolder,
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  onTestFinished(() => children.forEach((child) => void child.kill('SIGKILL')));
  await Promise.all(children.map(({ stdout }) => once(stdout, 'data')));
  const outputs = Promise.all(children.map(async ({ stdout }) => String(await once(stdout, 'data')).trim()));
  for (const { stdin } of children) stdin.write('go\n');
  return { children, kinds: await outputs };
};

test('two paths of one folder have the same address, which fits into a socket address', () => {
  const folder = tempFolder();
  const data = join(folder, 'x'.repeat(200));
  mkdirSync(data);
  symlinkSync(data, join(folder, 'link'));
  const address = addressIn(data);
  expect(addressIn(join(folder, 'link'))).toEqual(address);
  expect(addressIn(folder)).not.toEqual(address);
  expect(Buffer.byteLength(address.socketPath)).toBeLessThanOrEqual(103);
});

test('the runtime folder is private, also if it was accessible to others before', () => {
  const runtime = tempFolder();
  const environment = { XDG_RUNTIME_DIR: runtime };
  const first = addressOf(tempFolder(), environment);
  if (!first.ok) throw new Error(first.error.code);
  const folder = dirname(first.value.socketPath);
  expect(folder.startsWith(runtime)).toBe(true);
  chmodSync(folder, 0o755);
  addressOf(tempFolder(), environment);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('the first process owns the folder and the second connects to it; after its end the next one owns it', async () => {
  const address = addressIn(tempFolder());
  const owner = await claimed(address);
  expect(owner.kind).toBe('owner');
  expect(statSync(address.socketPath).mode & 0o777).toBe(0o600);
  expect((await claimed(address)).kind).toBe('taken');
  if (owner.kind !== 'owner') throw new Error('not the owner');
  owner.accept((socket) => void socket.destroy());
  await new Promise<void>((resolve) => owner.server.close(() => resolve()));
  expect([existsSync(address.socketPath), await findOwner(address)]).toEqual([false, null]);
  expect((await claimed(address)).kind).toBe('owner');
});

test('of many concurrent claims exactly one becomes the owner', async () => {
  const address = addressIn(tempFolder());
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimed(address)));
  expect(claims.filter(({ kind }) => kind === 'owner')).toHaveLength(1);
});

test('of processes that find the socket of a killed owner at the same time exactly one takes over', async () => {
  const folder = tempFolder();
  const address = addressIn(folder);
  const { children, kinds } = await claiming(folder, 1);
  expect(kinds).toEqual(['owner']);
  const [killed] = children;
  killed?.kill('SIGKILL');
  if (killed) await once(killed, 'exit');
  expect([existsSync(address.socketPath), await findOwner(address)]).toEqual([true, null]);
  const after = await claiming(folder, 4);
  expect([...after.kinds].sort()).toEqual(['owner', 'taken', 'taken', 'taken']);
});
