/**
 * `npm run sandbox`: stand-ins for all four providers on this computer; prints the variables to set, then all
 * requests.
 */
import { parseArgs } from 'node:util';
import { startSandboxes } from './all.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, port: { type: 'string' } },
});
const port = values.port === undefined ? {} : { port: Number(values.port) };
const sandboxes = await startSandboxes({ faults: { queuePolls: 2, runPolls: 3 }, ...port });
const standIns = Object.entries(sandboxes.of);
const controls = standIns.map(([provider, { controlOrigin }]) => ({ provider, controlOrigin }));

if (values.json) {
  const variables = controls.map(({ provider, controlOrigin }) => [
    `UNDERSTUDY_SANDBOX_${provider.toUpperCase()}_CONTROL_URL`,
    controlOrigin,
  ]);
  console.log(JSON.stringify({ ...sandboxes.environment, ...Object.fromEntries(variables) }));
} else {
  console.log('Stand-ins for all providers run on this computer. No request to them is charged.');
  console.log('In another terminal:\n');
  for (const [name, value] of Object.entries(sandboxes.environment)) console.log(`export ${name}=${value}`);
  console.log('\nnpm run understudy -- run --image IMAGE --video VIDEO --model novita/kling-v3-pro --yes\n');
  console.log('Faults of each stand-in can be set:');
  for (const { provider, controlOrigin } of controls)
    console.log(`  ${provider}: curl ${controlOrigin}/__control -d '{"submit":"rate-limited"}'`);
  console.log('Ctrl+C stops them.\n');
}

const shown = new Map<string, number>();
const showLog = setInterval(() => {
  for (const [provider, { log }] of standIns) {
    for (const { server, method, path, authorization, bodyBytes, body } of log.slice(
      shown.get(provider) ?? 0,
    )) {
      const key = authorization === null ? 'no key' : 'with a key';
      const fields = bodyBytes < 2000 && body ? ` ${JSON.stringify(body)}` : '';
      const address = path.replace(/\?(signature|X-Amz).*/, '?...');
      console.error(`${provider} ${server} ${method} ${address} (${key}, ${bodyBytes} bytes)${fields}`);
    }
    shown.set(provider, log.length);
  }
}, 200);

const stop = async () => {
  clearInterval(showLog);
  await sandboxes.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
