import { expect, test } from 'vitest';
import { linkExpiry } from '#main/net/link-expiry.ts';

test.each([
  ['X-Amz-Date=20261121T235930Z&X-Amz-Expires=3600', '2026-11-22T00:59:30.000Z'],
  ['X-Goog-Date=20261121T120000Z&X-Goog-Expires=60', '2026-11-21T12:01:00.000Z'],
  ['AWSAccessKeyId=a&Signature=b&Expires=1795262400', '2026-11-21T12:00:00.000Z'],
  ['token=a&expires=1795262400', '2026-11-21T12:00:00.000Z'],
  ['se=2026-11-22T00%3A00%3A00Z&sig=a', '2026-11-22T00:00:00.000Z'],
  ['se=2026-11-22T08:30Z&sig=a', '2026-11-22T08:30:00.000Z'],
  ['se=2026-11-22&sig=a', '2026-11-22T00:00:00.000Z'],
])('reads the expiry of a signed link from its query: %s', (query, end) => {
  expect(linkExpiry(`https://cdn.example/a.mp4?${query}`)).toBe(end);
});

test.each([
  'https://cdn.example/a.mp4',
  'https://cdn.example/a.mp4?X-Amz-Date=20261121T235930Z',
  'https://cdn.example/a.mp4?X-Amz-Date=20261341T235930Z&X-Amz-Expires=3600',
  'https://cdn.example/a.mp4?X-Amz-Date=20261121T235930Z&X-Amz-Expires=99999999',
  'https://cdn.example/a.mp4?Expires=soon&Signature=a',
  'https://cdn.example/a.mp4?Expires=1795262400000',
  'https://cdn.example/a.mp4?se=2026-11-22T00:00:00Z',
  'https://cdn.example/a.mp4?se=2026-13-45&sig=a',
  'in the post',
])('returns null where the query states no valid expiry: %s', (url) => {
  expect(linkExpiry(url)).toBeNull();
});
