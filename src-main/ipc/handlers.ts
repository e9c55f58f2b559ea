/** The handlers of the calls: each module provides its own, by the part of the name after the dot. */
import { type CallName, type CallOutput, callNames, type ParsedInput } from '#contract/calls.ts';
import type { Result } from '#contract/errors.ts';

type Handler<N extends CallName> = (input: ParsedInput<N>) => Promise<Result<CallOutput<N>>>;

/** Exactly one handler for each call. */
export type Handlers = { readonly [N in CallName]: Handler<N> };

type ModuleOf<N extends string> = N extends `${infer M}.${string}` ? M : never;
export type ModuleName = ModuleOf<CallName>;

/** `HandlersOf<'jobs'>` has `list` for `jobs.list`, and so on. */
export type HandlersOf<M extends ModuleName> = {
  readonly [N in CallName as N extends `${M}.${infer C}` ? C : never]: Handler<N>;
};

export const createHandlers = (modules: { readonly [M in ModuleName]: HandlersOf<M> }): Handlers => {
  const byModule: Readonly<Record<string, Readonly<Record<string, unknown>>>> = modules;
  const handlerOf = (name: CallName): unknown => {
    const dot = name.indexOf('.');
    return byModule[name.slice(0, dot)]?.[name.slice(dot + 1)];
  };
  // The type of `modules` has a handler of the right type for each name; the compiler cannot infer split names.
  return Object.fromEntries(callNames.map((name) => [name, handlerOf(name)])) as Handlers;
};
