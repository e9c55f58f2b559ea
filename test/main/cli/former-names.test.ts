import { expect, test } from 'vitest';
import { withPresentArguments } from '#main/cli/former-names.ts';

test.each([
  [
    ['run', '--no-sound', '--over-cap'],
    ['run', '--no-audio', '--over-limit'],
  ],
  [
    ['library', '--least-rating=3'],
    ['library', '--min-rating=3'],
  ],
  [
    ['library', 'compare', 'id', '--sound', 'result'],
    ['library', 'compare', 'id', '--audio', 'result'],
  ],
  [
    ['jobs', 'go-on'],
    ['jobs', 'resume'],
  ],
  [
    ['spending', 'cap', '--run', '2'],
    ['spending', 'limit', '--run', '2'],
  ],
  [
    ['library', 'sound', 'id'],
    ['library', 'audio', 'id'],
  ],
  [
    ['hosting', 'test'],
    ['delivery', 'test'],
  ],
])('replaces the former names in %j', (typed, present) => {
  const { args, renamed } = withPresentArguments(typed);
  expect(args).toEqual(present);
  expect(renamed.length).toBeGreaterThan(0);
});

test.each([
  [['run', '--prompt', 'jobs go-on']],
  [['library', 'search', '--', '--no-sound']],
  [['jobs', 'list']],
])('does not change %j', (typed) => {
  expect(withPresentArguments(typed)).toEqual({ args: typed, renamed: [] });
});
