import { expect, test } from 'vitest';
import { type Attempt, type ImageTarget, nextTarget } from '#main/media/image/image-target.ts';

/** Applies `nextTarget` until it ends; `sizeOf`: the size of each encoding in bytes. */
const follow = (request: {
  readonly container: 'jpg' | 'png';
  readonly maxBytes: number;
  readonly sidePx?: number;
  readonly sizeOf: (target: ImageTarget) => number;
}) => {
  const attempts: Attempt[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    const next = nextTarget({ sidePx: 2000, ...request, attempts });
    if (next.kind !== 'try') return { end: next, tries: attempts.length };
    attempts.push({ target: next.target, sizeBytes: request.sizeOf(next.target) });
  }
  throw new Error('no end');
};

/** A photo that takes 9 MB at the best quality. */
const photo = (target: ImageTarget): number =>
  target.container === 'png' ? 20_000_000 : (36_000_000 / (101 - target.quality)) * (target.shrink ?? 1) ** 2;

test('encodes an ordinary photo once, at the best quality', () => {
  expect(follow({ container: 'jpg', maxBytes: 10_000_000, sizeOf: photo })).toEqual({
    end: { kind: 'take', target: { container: 'jpg', quality: 97 } },
    tries: 1,
  });
});

test('keeps PNG where it is within the limit', () => {
  expect(follow({ container: 'png', maxBytes: 30_000_000, sizeOf: photo })).toEqual({
    end: { kind: 'take', target: { container: 'png' } },
    tries: 1,
  });
});

test('finds the best quality within the size limit in few attempts', () => {
  const { end, tries } = follow({ container: 'png', maxBytes: 1_600_000, sizeOf: photo });
  expect(end).toEqual({ kind: 'take', target: { container: 'jpg', quality: 75 } });
  expect(tries).toBeLessThanOrEqual(5);
});

test('shrinks the image only where low quality does not fit', () => {
  const { end } = follow({ container: 'jpg', maxBytes: 700_000, sizeOf: photo });
  expect(end).toMatchObject({ kind: 'take', target: { quality: 60 } });
  const shrink = end.kind === 'take' && end.target.container === 'jpg' ? (end.target.shrink ?? 1) : 1;
  expect(shrink).toBeLessThan(0.88);
  expect(shrink).toBeGreaterThan(0.7);
});

test('uses poor quality for a small image before giving up, and does not shrink it', () => {
  const small = { container: 'jpg', sidePx: 400, sizeOf: photo } as const;
  expect(follow({ ...small, maxBytes: 650_000 }).end).toEqual({
    kind: 'take',
    target: { container: 'jpg', quality: 40 },
  });
  expect(follow({ ...small, maxBytes: 1000 }).end).toEqual({ kind: 'give-up' });
});
