/** Runs command lines against a fake program with given replies; records its calls. */
import type { CallName } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import type { EventName } from '#contract/events.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { JobId } from '#contract/model/job.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { App } from '#main/app.ts';
import type { CommandApp } from '#main/cli/commands/command.ts';
import { createOutput, type Streams } from '#main/cli/output.ts';
import { chooseCommand } from '#main/cli/program.ts';
import type { FileProgram } from '#main/file-program.ts';
import { createOwnerHandlers } from '#main/instance/owner-handlers.ts';
import type { Announcement } from '#main/ipc/events.ts';
import type { Handlers } from '#main/ipc/handlers.ts';

export type Fake = {
  readonly handlers?: Partial<Handlers>;
  readonly copyOut?: App['copyOut'];
  readonly bundles?: Pick<App['bundles'], 'pathOf' | 'discard'>;
  /** The user's answer; undefined: no interactive terminal. */
  readonly answer?: 'yes' | 'no';
  readonly signal?: AbortSignal;
};

export type Ended = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
  readonly calls: readonly (readonly [CallName, unknown])[];
};

/** Replies that most commands need beside their own calls. */
const defaults: Partial<Handlers> = {
  'settings.get': async () => ok(settingsSchema.parse({})),
  'library.cancelWork': async () => ok({}),
};

const silent: Streams = { stdout: () => {}, stderr: () => {}, isTerminal: false };

export const createFakeProgram = (fake: Fake = {}) => {
  const calls: [CallName, unknown][] = [];
  const listeners = new Set<Announcement>();
  const ownerListeners = new Set<() => void>();
  const takenOver: (readonly JobId[] | null)[] = [];
  const known: Partial<Handlers> = { ...defaults, ...fake.handlers };
  // The proxy has a handler for every call of the contract, as the real handlers do.
  const handlers = new Proxy({} as Handlers, {
    get: (_, name: CallName) => async (input: never) => {
      calls.push([name, input]);
      const handler = known[name];
      if (handler === undefined) throw new Error(`unexpected call: ${name}`);
      return handler(input);
    },
  });
  const owner = createOwnerHandlers({
    app: {
      itemPaths: async (itemId: ItemId) =>
        ok({
          folder: `/library/${itemId}`,
          result: `/library/${itemId}/result.mp4`,
          poster: `/library/${itemId}/poster.jpg`,
          image: `/library/${itemId}/character.png`,
          video: `/library/${itemId}/motion.mp4`,
        }),
      copyOut: fake.copyOut ?? (async () => fail('internal')),
      bundles: fake.bundles ?? { pathOf: () => null, discard: async () => {} },
      exports: { make: async () => fail('internal'), pathOf: () => null, discard: async () => {} },
      resume: async () => {},
    },
    show: () => null,
  });
  const app: CommandApp & FileProgram = {
    handlers,
    owner,
    onOwnerEnding: (listener) => {
      ownerListeners.add(listener);
      return () => ownerListeners.delete(listener);
    },
    takeOver: async (jobIds) => {
      takenOver.push(jobIds);
      return ok({});
    },
    factsOf: async () => fail('internal'),
    fitTo: async () => fail('internal'),
    close: async () => {},
    subscribe: (listener: Announcement) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  /** `status: 2`: the command line was rejected and no command ran. */
  const type = async (...args: readonly string[]): Promise<Ended> => {
    const printed = { stdout: '', stderr: '' };
    const questions: string[] = [];
    const chosen = await chooseCommand(args, silent);
    if (typeof chosen === 'number' || chosen.kind === 'host')
      return { status: 2, ...printed, questions, calls };
    const output = createOutput({
      isJson: chosen.isJson,
      streams: {
        stdout: (text) => {
          printed.stdout += text;
        },
        stderr: (text) => {
          printed.stderr += text;
        },
        isTerminal: false,
      },
    });
    const status = await chosen.command({
      app,
      output,
      signal: fake.signal ?? new AbortController().signal,
      confirm: async (question) => {
        questions.push(question);
        return fake.answer ?? 'no-terminal';
      },
      readStdin: async () => '',
    });
    return { status, ...printed, questions, calls };
  };

  return {
    app,
    type,
    takenOver,
    /** Ends the owner of the data folder; another process becomes the owner. */
    endOwner: (): void => {
      for (const listener of ownerListeners) listener();
    },
    announce: (event: EventName, payload: unknown): void => {
      for (const listener of listeners) listener(event, payload);
    },
  };
};

/** Runs one command line. */
export const typed = (args: readonly string[], fake: Fake = {}): Promise<Ended> =>
  createFakeProgram(fake).type(...args);

/** The inputs of all calls of this name. */
export const callInputs = ({ calls }: Ended, name: CallName): readonly unknown[] =>
  calls.filter(([called]) => called === name).map(([, input]) => input);
