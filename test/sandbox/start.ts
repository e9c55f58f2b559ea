/** `npm run sandbox`: a stand-in fal server on this computer; prints what to set, then everything it is asked. */
import { parseArgs } from 'node:util';
import { startFalSandbox } from './fal.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, port: { type: 'string' } },
});
const port = values.port === undefined ? {} : { port: Number(values.port) };
const sandbox = await startFalSandbox({ faults: { queuePolls: 2, runPolls: 3 }, ...port });

if (values.json)
  console.log(
    JSON.stringify({ ...sandbox.environment, UNDERSTUDY_SANDBOX_CONTROL_URL: sandbox.controlOrigin }),
  );
else {
  console.log(
    'A stand-in fal server runs on this computer. Nothing it does costs anything. In another terminal:\n',
  );
  for (const [name, value] of Object.entries(sandbox.environment)) console.log(`export ${name}=${value}`);
  console.log('\nnpm run understudy -- run --image PICTURE --video CLIP --model fal/kling-v2.6-pro --yes\n');
  console.log(
    `What it does wrong can be set: curl ${sandbox.controlOrigin}/__control -d '{"submit":"rate-limited"}'\nCtrl+C ends it.\n`,
  );
}

let shown = 0;
const showLog = setInterval(() => {
  for (const { server, method, path, authorization, bodyBytes, body } of sandbox.log.slice(shown)) {
    const key = authorization === null ? 'no key' : 'with a key';
    const fields = bodyBytes < 2000 && body ? ` ${JSON.stringify(body)}` : '';
    console.error(
      `${server} ${method} ${path.replace(/\?signature.*/, '?...')} (${key}, ${bodyBytes} bytes)${fields}`,
    );
  }
  shown = sandbox.log.length;
}, 200);

const stop = async () => {
  clearInterval(showLog);
  await sandbox.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
