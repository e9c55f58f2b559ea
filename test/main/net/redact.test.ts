import { describe, expect, test } from 'vitest';
import { redact } from '#main/net/redact.ts';

const sign = 'feedface'.repeat(8);
const query = `X-Amz-Credential=AKIAEXAMPLE%2F20261121&X-Amz-Signature=${sign}`;

test("keeps a provider's message without keys and signed links", () => {
  const text = 'Key abc123def456 at https://cdn.example/a.mp4?X-Amz-Signature=feed and secret-key-1 again';
  expect(redact(text, ['secret-key-1', null])).toBe(
    'Key [key] at https://cdn.example/a.mp4?[hidden] and [key] again',
  );
});

describe('removes the signature from a signed link', () => {
  test.each([
    [
      `Max retries exceeded with url: /my-bucket/x.mp4?${query} (Caused by`,
      'Max retries exceeded with url: /my-bucket/x.mp4?[hidden] (Caused by',
    ],
    [`404 for url b.example/x.mp4?${query}`, '404 for url b.example/x.mp4?[hidden]'],
    [`//b.example/x.mp4?${query}`, '//b.example/x.mp4?[hidden]'],
    [`s3://bucket/x?${query}`, 's3://bucket/x?[hidden]'],
    ['wss://b.example/x?token=abcdef', 'wss://b.example/x?[hidden]'],
    ['https://b.example/x#token=abcdef', 'https://b.example/x#[hidden]'],
    ['https://me:pass@b.example/x', 'https://[hidden]@b.example/x'],
    [
      `{"url":"https:\\/\\/b.example\\/x?a=1\\u0026Signature=${sign}"}`,
      '{"url":"https:\\/\\/b.example\\/x?[hidden]"}',
    ],
    [
      `Failed to download https%3A%2F%2Fb.example%2Fx.mp4%3FX-Amz-Signature%3D${sign}.`,
      'Failed to download https%3A%2F%2Fb.example%2Fx.mp4?[hidden]',
    ],
    [
      `https%253A%252F%252Fb.example%252Fx.mp4%253FX-Amz-Signature%253D${sign}`,
      'https%253A%252F%252Fb.example%252Fx.mp4?[hidden]',
    ],
  ])('%s', (text, kept) => {
    expect(redact(text, [])).toBe(kept);
  });
});

describe('hides what has the form of a secret anywhere in a text', () => {
  test.each([
    [
      'X-Amz-Signature=feed and X-Amz-Credential=AKIA',
      'X-Amz-Signature=[hidden] and X-Amz-Credential=[hidden]',
    ],
    [`Signature%3D${sign}`, 'Signature%3D[hidden]'],
    ['sig=feed&se=2026', 'sig=[hidden]&se=2026'],
    ['token=abcdef1234567890', 'token=[hidden]'],
    ['access_token=abc, refresh', 'access_token=[hidden], refresh'],
    [
      'Policy=eyJ0&Key-Pair-Id=K2&Expires=1795262400',
      'Policy=[hidden]&Key-Pair-Id=[hidden]&Expires=[hidden]',
    ],
    ['AWSAccessKeyId=AKIA Signature=ab\\/cd', 'AWSAccessKeyId=[hidden] Signature=[hidden]'],
    ['{"token": "abc", "status": "ok"}', '{"token": "[hidden]", "status": "ok"}'],
    ['x-api-key: sk-other-key-12345', 'x-api-key: [key]'],
    ['{"x-api-key":"sk-12345"}', '{"x-api-key":"[key]"}'],
    ['authorization: abc12345', 'authorization: [key]'],
    ['{\\"Authorization\\": \\"Key abc:def\\"}', '{\\"Authorization\\": \\"[key]\\"}'],
    ['bearer abcdefghijkl', 'bearer [key]'],
    ['Basic dXNlcjpwYXNz', 'Basic [key]'],
  ])('%s', (text, kept) => {
    expect(redact(text, [])).toBe(kept);
  });

  test.each([
    'Is the image a human and/or an animal? Yes.',
    'max_tokens=100, design=flat, Expires=soon',
    'The token has expired.',
    'No key was given: see https://docs.example/keys for help.',
  ])('leaves an ordinary sentence unchanged: %s', (text) => {
    expect(redact(text, [])).toBe(text);
  });
});

test('finds a key that is percent-encoded or inside JSON', () => {
  expect(redact('no abc%2Bd%2Fef, abc+d/ef or abc+d\\/ef', ['abc+d/ef'])).toBe('no [key], [key] or [key]');
});

describe("hides the path of a file in fal's storage, which is public to anyone who knows it", () => {
  test.each([
    [
      'see https://v3b.fal.media/files/b/panda/0aName.mp4 for it',
      'see https://v3b.fal.media/files/[hidden] for it',
    ],
    [
      '{"u":"https:\\/\\/v3.fal.media\\/files\\/panda\\/0aName.mp4"}',
      '{"u":"https:\\/\\/v3.fal.media\\/files\\/[hidden]"}',
    ],
    [
      'https%3A%2F%2Fv3.fal.media%2Ffiles%2Fpanda%2F0aName.mp4',
      'https%3A%2F%2Fv3.fal.media%2Ffiles%2F[hidden]',
    ],
    [
      "HTTPSConnectionPool(host='v3.fal.media', port=443): with url: /files/panda/0aName.mp4 (Caused by",
      "HTTPSConnectionPool(host='v3.fal.media', port=443): with url: /files/[hidden] (Caused by",
    ],
  ])('%s', (text, kept) => {
    expect(redact(text, [])).toBe(kept);
  });
});

describe("keeps only the host of the user's own links", () => {
  const link = 'https://files.example/s/0aName/motion.mp4?dl=1&k=abc';

  test.each([
    ['unchanged', `cannot read ${link}.`],
    ['percent-encoded', `cannot read ${encodeURIComponent(link)}.`],
    ['inside JSON', `cannot read ${link.replaceAll('/', '\\/')}.`],
    [
      'inside JSON with further escapes',
      `cannot read ${link.replaceAll('/', '\\/').replaceAll('&', '\\u0026')}.`,
    ],
  ])('%s', (_how, text) => {
    expect(redact(text, [], [link])).toBe('cannot read https://files.example/[hidden].');
  });

  test('hides links without their host and without their query', () => {
    expect(redact('url: /s/0aName/motion.mp4?dl=1&k=abc or /s/0aName/motion.mp4', [], [link])).toBe(
      'url: /[hidden] or /[hidden]',
    );
  });

  test('leaves the text unchanged for values that are not links or too short to be a secret', () => {
    expect(redact('read /a of https://files.example/a', [], ['in the post', 'https://files.example/a'])).toBe(
      'read /a of https://files.example/[hidden]',
    );
  });
});

/**
 * Microseconds of CPU time of this thread, independent of other load. A linear pass takes a hundredth of it;
 * backtracking takes minutes.
 */
const quickMicros = 5_000_000;

test.each([
  ['links', 'http://'.repeat(300_000)],
  ['slashes', '/'.repeat(2_000_000)],
  ['names', 'x-'.repeat(1_000_000)],
  ['encoded links', 'a%3A%2F%2F'.repeat(200_000)],
  ['queries', '/?'.repeat(1_000_000)],
])('reads a long text of %s quickly and returns a short one', (_what, text) => {
  const begun = process.threadCpuUsage();
  const kept = redact(text, ['secret-key-1'], ['https://files.example/s/0aName/motion.mp4?dl=1']);
  expect([kept.length <= 2000, process.threadCpuUsage(begun).user < quickMicros]).toEqual([true, true]);
});
