import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type DeliveryStatus, noPastedLinks } from '#contract/model/delivery.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { canStart, lacksKey, planAnyDelivery } from '#contract/rules/can-start.ts';
import type { Delivery } from '#contract/rules/delivery.ts';
import { model } from './samples.ts';

const key = (provider: KeyStatus['provider'], isSet: boolean): KeyStatus => ({
  provider,
  isSet,
  keptIn: isSet ? 'system' : 'nowhere',
});
const noHost: DeliveryStatus = {
  prefers: 'fal',
  inlineImages: false,
  fal: { isReady: false },
  bucket: { isReady: false, host: null },
};
const falReady: DeliveryStatus = { ...noHost, fal: { isReady: true } };
const link: Delivery = { kind: 'link', host: 'fal' };
const missing: Delivery = { kind: 'missing', why: 'no-host' };

test.each<[string, Parameters<typeof canStart>, ReturnType<typeof canStart>]>([
  [
    'the key is set and both files have a way',
    [model, [key('fal', true)], { deliverySetup: falReady, files: [link, link] }],
    ok({}),
  ],
  [
    'the provider needs no key',
    [{ provider: 'demo' }, [key('fal', false)], { deliverySetup: noHost, files: [{ kind: 'local' }] }],
    ok({}),
  ],
  [
    'only the key of another provider is missing',
    [model, [key('fal', true), key('novita', false)], { deliverySetup: falReady, files: [link] }],
    ok({}),
  ],
  ['the delivery is not known yet', [model, [key('fal', true)], null], ok({})],
  ['no file is known yet', [model, [key('fal', true)], { deliverySetup: noHost, files: [] }], ok({})],
  [
    'the key is missing',
    [model, [key('fal', false)], { deliverySetup: falReady, files: [link] }],
    fail('key-missing', { subject: 'fal' }),
  ],
  [
    'the key is missing and the delivery is not known yet',
    [model, [key('fal', false)], null],
    fail('key-missing', { subject: 'fal' }),
  ],
  [
    'both the key and a way are missing',
    [model, [key('fal', false)], { deliverySetup: noHost, files: [missing] }],
    fail('key-missing', { subject: 'fal' }),
  ],
  [
    'one of two files has no way',
    [model, [key('fal', true)], { deliverySetup: noHost, files: [link, missing] }],
    fail('delivery-missing', { subject: 'fal' }),
  ],
  [
    'the bucket that would deliver has an invalid name',
    [
      model,
      [key('fal', true)],
      {
        deliverySetup: { ...noHost, bucket: { isReady: false, host: null, wrongName: 'My_Bucket' } },
        files: [missing],
      },
    ],
    fail('bucket-name-invalid', { subject: 'My_Bucket' }),
  ],
])('judges a run where %s', (_condition, args, expected) => {
  expect(canStart(...args)).toEqual(expected);
});

test('counts a key as missing only where its status says so', () => {
  expect(lacksKey(model, [key('fal', false)])).toBe(true);
  expect(lacksKey(model, [key('fal', true)])).toBe(false);
  expect(lacksKey(model, [])).toBe(false);
});

test('finds no way for a file of any size only where neither a link nor the request can carry it', () => {
  const linkOnly = {
    deliveryMethods: { image: [{ kind: 'link' as const }], video: [{ kind: 'link' as const }] },
  };
  const kinds = (...args: Parameters<typeof planAnyDelivery>) =>
    planAnyDelivery(...args).map(({ kind }) => kind);
  expect(kinds(linkOnly, noPastedLinks, noHost)).toEqual(['missing', 'missing']);
  expect(kinds(linkOnly, noPastedLinks, falReady)).toEqual(['link', 'link']);
  expect(kinds(linkOnly, { image: null, video: 'https://example.com/a.mp4' }, noHost)).toEqual([
    'missing',
    'pasted',
  ]);
  const inline = {
    kind: 'inline' as const,
    form: 'base64' as const,
    maxBytes: 100,
    source: 'x',
    asOf: '2026-01-01',
  };
  expect(
    kinds({ deliveryMethods: { image: [inline], video: [{ kind: 'link' }] } }, noPastedLinks, noHost),
  ).toEqual(['inline', 'missing']);
});
