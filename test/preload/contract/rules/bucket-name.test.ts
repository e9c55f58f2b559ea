import { expect, test } from 'vitest';
import { bucketNameProblem } from '#contract/rules/delivery.ts';

test.each(['abc', 'my-clips', 'a.b-c.9', 'x'.repeat(63), '1.2.3', 'xn-a'])(
  'accepts bucket name %s',
  (name) => {
    expect(bucketNameProblem(name)).toBeNull();
  },
);

test.each([
  ['', 'length'],
  ['b', 'length'],
  ['ab', 'length'],
  ['x'.repeat(64), 'length'],
  ['My-Videos', 'letters'],
  ['my_clips', 'letters'],
  ['my videos', 'letters'],
  ['a/b/c', 'letters'],
  ['m\u00eds-videos', 'letters'],
  ['-clips', 'ends'],
  ['clips-', 'ends'],
  ['.clips', 'ends'],
  ['my..clips', 'dots'],
  ['192.168.5.4', 'address'],
  ['xn--clips', 'reserved'],
  ['clips-s3alias', 'reserved'],
])('refuses bucket name "%s": %s', (name, problem) => {
  expect(bucketNameProblem(name)).toBe(problem);
});
