import { expect, test } from 'vitest';
import { scrub } from '#main/net/scrub.ts';

test('what a provider says is kept without keys and signed links', () => {
  const said = 'Key abc123def456 at https://cdn.example/a.mp4?X-Amz-Signature=feed and secret-key-1 again';
  expect(scrub(said, ['secret-key-1', null])).toBe(
    'Key [key] at https://cdn.example/a.mp4?[hidden] and [key] again',
  );
});
