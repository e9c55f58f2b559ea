// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { useLibraryQuery } from '#renderer/shared/use-library-query.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';

type Answer = Result<string>;

/** Replies are given by the test, in any order. */
const setUp = async () => {
  const reads: { readonly key: string; readonly answer: (answer: Answer) => Promise<void> }[] = [];
  const Screen = ({ name }: { readonly name: string | null }) => {
    const { value, error } = useLibraryQuery(name, () => {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      reads.push({ key: name ?? '', answer: (answer) => act(async () => resolve(answer)) });
      return promise;
    });
    return <p>{`${value ?? 'none'} ${error?.code ?? 'fine'}`}</p>;
  };
  const bridge = createFakeBridge();
  const app = await draw(<Screen name="a" />, bridge);
  const change = () => act(async () => bridge.announce('library.changed', { total: 1 }));
  return { ...app, reads, change, Screen, shown: () => app.box.textContent };
};

test('reads again when the library changes, and keeps the value meanwhile and where the read fails', async () => {
  const { reads, change, shown } = await setUp();
  expect(shown()).toBe('none fine');
  await reads[0]?.answer(ok('one'));
  expect(shown()).toBe('one fine');
  await change();
  expect([reads.length, shown()]).toEqual([2, 'one fine']);
  await reads[1]?.answer(fail('library-away'));
  expect(shown()).toBe('one library-away');
  await change();
  await reads[2]?.answer(ok('two'));
  expect(shown()).toBe('two fine');
});

test('ignores an answer that comes after the next read began', async () => {
  const { reads, change, shown } = await setUp();
  await change();
  await reads[1]?.answer(ok('new'));
  await reads[0]?.answer(ok('old'));
  expect(shown()).toBe('new fine');
});

test('shows no value of another key, and reads nothing without a key', async () => {
  const { reads, redraw, Screen, shown } = await setUp();
  await reads[0]?.answer(ok('one'));
  await redraw(<Screen name="b" />);
  expect(shown()).toBe('none fine');
  expect(reads.map(({ key }) => key)).toEqual(['a', 'b']);
  await redraw(<Screen name={null} />);
  expect(reads).toHaveLength(2);
});
