import type { Log } from '#main/ports.ts';

export type TestLog = Log & {
  readonly lines: readonly { readonly level: string; readonly message: string }[];
};

/** Collects the logged lines. */
export const createTestLog = (): TestLog => {
  const lines: { level: string; message: string }[] = [];
  const say = (level: string) => (message: string) => {
    lines.push({ level, message });
  };
  return { lines, info: say('info'), warn: say('warn'), error: say('error') };
};
