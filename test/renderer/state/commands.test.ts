import { expect, test } from 'vitest';
import { createPageCommands } from '#renderer/state/commands.ts';

test('a command is enabled while a handler of it is registered, and runs the newest one', () => {
  const commands = createPageCommands();
  const ran: string[] = [];
  const endFirst = commands.register({ generate: () => ran.push('first') });
  const endSecond = commands.register({ generate: () => ran.push('second'), about: () => undefined });
  expect(commands.enabled()).toEqual(['generate', 'about']);
  commands.run('generate');
  endSecond();
  commands.run('generate');
  endFirst();
  commands.run('generate');
  expect(ran).toEqual(['second', 'first']);
  expect(commands.enabled()).toEqual([]);
});

test('listeners are called only when other commands are available', () => {
  const commands = createPageCommands();
  let calls = 0;
  const end = commands.subscribe(() => {
    calls += 1;
  });
  commands.register({ export: () => undefined });
  commands.register({ export: () => undefined });
  expect(calls).toBe(1);
  end();
  commands.register({ compare: () => undefined });
  expect(calls).toBe(1);
});
