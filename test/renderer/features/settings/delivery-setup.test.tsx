import { act } from 'react';
import { expect, test } from 'vitest';
import { type ErrorCode, fail, ok } from '#contract/errors.ts';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx';
import { errorOf } from '#test/fixtures/errors.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { settings } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

// @vitest-environment happy-dom

const bucket = {
  endpoint: 'https://s3.eu-central-1.amazonaws.com',
  region: 'eu-central-1',
  name: 'my-clips',
  accessKeyId: 'AKIAEXAMPLE',
  prefix: 'understudy/',
};
const withBucket = settingsSchema.parse({ ...settings, deliverySetup: { bucket } });
const keys = (isSet: boolean) =>
  [
    { provider: 'fal', isSet: false, keptIn: 'nowhere' },
    { provider: 'bucket', isSet, keptIn: isSet ? 'memory' : 'nowhere' },
  ] as const;
const nothingReady: DeliveryStatus = {
  prefers: 'fal',
  inlineImages: false,
  fal: { isReady: false },
  bucket: { isReady: false, host: null },
};
const bucketReady: DeliveryStatus = {
  ...nothingReady,
  bucket: { isReady: true, host: 's3.eu-central-1.amazonaws.com' },
};

const drawDelivery = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ keys: keys(false), deliverySetup: nothingReady, ...world });
  const drawn = await draw(<SettingsScreen />, bridge);
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field called ${label}`);
    return found.control;
  };
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  const isDisabled = (button: string) =>
    drawn.byRole('button', button).getAttribute('aria-disabled') === 'true';
  return { ...drawn, bridge, field, inputs, isDisabled };
};

test('shows what can make a link now, and what to do if nothing can', async () => {
  const { bridge, text } = await drawDelivery();
  expect(text()).toContain('Novita and RunPod read a video only from a link');
  expect(text()).toContain('fal storage needs a fal key.');
  expect(text()).toContain('No host is set up.');
  await act(async () => bridge.announce('delivery.changed', bucketReady));
  expect(text()).toContain('Your bucket at s3.eu-central-1.amazonaws.com is ready.');
  expect(text()).toContain('Files are uploaded to your bucket.');
  await act(async () => bridge.announce('delivery.changed', { ...bucketReady, fal: { isReady: true } }));
  expect(text()).toContain('Files are uploaded to fal storage.');
});

test('saves the preferred storage and inline images as soon as they are selected', async () => {
  const { byRole, inputs } = await drawDelivery();
  await act(async () => byRole('radio', 'My bucket').click());
  const inline = document.querySelector<HTMLElement>('[role="switch"]');
  await act(async () => inline?.click());
  expect(inputs('settings.set')).toEqual([
    { deliverySetup: { ...settings.deliverySetup, prefers: 'bucket' } },
    { deliverySetup: { ...settings.deliverySetup, prefers: 'bucket', inlineImages: true } },
  ]);
});

test('saves a bucket as a whole, and adds https to an address without it', async () => {
  const { field, press, inputs, text } = await drawDelivery();
  await typeText(field('Endpoint'), ' s3.us-west-004.backblazeb2.com/ ');
  await typeText(field('Region'), 'us-west-004');
  await typeText(field('Bucket name'), 'my-clips ');
  await typeText(field('Access key ID'), '004abc');
  await press('Save bucket');
  expect(inputs('settings.set')).toEqual([
    {
      deliverySetup: {
        ...settings.deliverySetup,
        bucket: {
          endpoint: 'https://s3.us-west-004.backblazeb2.com',
          region: 'us-west-004',
          name: 'my-clips',
          accessKeyId: '004abc',
          prefix: 'understudy/',
        },
      },
    },
  ]);
  expect(text()).toContain('Bucket saved.');
});

test('rejects an invalid service address with a reason', async () => {
  const { field, press, inputs, text } = await drawDelivery();
  await typeText(field('Endpoint'), 'http://minio.example.com');
  expect(text()).toContain('It must begin with https://');
  expect(field('Endpoint').getAttribute('aria-invalid')).toBe('true');
  await press('Save bucket');
  expect(inputs('settings.set')).toEqual([]);
});

test.each([
  ['b', 'A bucket name has 3 to 63 characters.'],
  ['My_Clips', 'A bucket name has lowercase letters, digits, dots and hyphens only.'],
  ['192.168.0.1', 'This is an IP address, not a bucket name.'],
])('rejects a bucket called %s and explains valid names', async (name, sentence) => {
  const { field, press, inputs, text } = await drawDelivery({ settings: withBucket });
  await typeText(field('Bucket name'), name);
  expect(text()).toContain(sentence);
  expect(field('Bucket name').getAttribute('aria-invalid')).toBe('true');
  await press('Save bucket');
  expect(inputs('settings.set')).toEqual([]);
});

test('accepts the bucket’s secret and shows it nowhere afterwards', async () => {
  const { field, press, inputs } = await drawDelivery({ settings: withBucket });
  await typeText(field('Secret access key of your bucket'), 'bucket-secret-0123456789');
  await press('Save the secret access key');
  expect(inputs('keys.set')).toEqual([{ provider: 'bucket', key: 'bucket-secret-0123456789' }]);
  expect(document.documentElement.outerHTML).not.toContain('bucket-secret-0123456789');
});

test('enables the bucket test once nothing is missing and all is saved', async () => {
  const { bridge, field, text, isDisabled } = await drawDelivery();
  expect([isDisabled('Test the bucket'), text()]).toEqual([
    true,
    expect.stringContaining('Missing: Endpoint, Bucket name, Access key ID, Secret access key.'),
  ]);
  await act(async () => bridge.announce('settings.changed', withBucket));
  await act(async () => bridge.announce('keys.changed', [...keys(true)]));
  expect(isDisabled('Test the bucket')).toBe(false);
  await typeText(field('Region'), 'eu-west-1');
  expect([isDisabled('Test the bucket'), text()]).toEqual([
    true,
    expect.stringContaining('Save the bucket before testing it.'),
  ]);
});

test('enables the test of a bucket from the environment without typed fields', async () => {
  const { press, text, inputs } = await drawDelivery({ deliverySetup: bucketReady, keys: keys(true) });
  await press('Test the bucket');
  expect(inputs('keys.test')).toEqual([{ provider: 'bucket' }]);
  expect(text()).toContain('a small object was uploaded, read by its link and deleted');
});

test('has a sentence and a remedy for each failure of the bucket test', async () => {
  const { bridge, press, text } = await drawDelivery({ settings: withBucket, keys: keys(true) });
  const sentences: readonly (readonly [ErrorCode, string])[] = [
    ['bucket-refused', 'The bucket refused the request.'],
    ['upload-failed', 'The bucket cannot be reached or has an internal error.'],
    ['key-missing', 'The bucket\u2019s secret access key is not set.'],
    ['cancelled', 'The bucket did not answer in time.'],
    ['clock-wrong', 'The clock of this computer is wrong, so your bucket refused the request.'],
    // Other errors use the general text.
    ['disk-full', 'The disk is full.'],
  ];
  for (const [code, sentence] of sentences) {
    const error = errorOf(code, { detail: `<Code>${code}</Code>` });
    bridge.answer('keys.test', () => ({ ok: false, error }));
    await press('Test the bucket');
    expect(text()).toContain(sentence);
    expect(text()).toContain(`<Code>${code}</Code>`);
  }
});

test('reports a delivery setting that cannot be saved and keeps the input', async () => {
  const { bridge, field, press, text } = await drawDelivery();
  bridge.answer('settings.set', () => fail('disk-full'));
  await typeText(field('Bucket name'), 'my-clips');
  await press('Save bucket');
  expect(text()).toContain('The disk is full.');
  expect(field('Bucket name').value).toBe('my-clips');
  bridge.answer('settings.set', () => ok(withBucket));
  await press('Save bucket');
  expect(text()).not.toContain('The disk is full.');
});
