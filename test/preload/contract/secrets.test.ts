import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls } from '#contract/calls.ts';
import { events } from '#contract/events.ts';

/** Every property name that can occur in what a schema accepts. */
const propertyNames = (schema: z.ZodType): string[] => {
  const names: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'properties' && typeof inner === 'object' && inner !== null)
        names.push(...Object.keys(inner));
      walk(inner);
    }
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }));
  return names;
};

const secretive = /key$|^key|secret|token|password|credential|authorization|ticket/i;
/** Names that mention keys without holding one. */
const harmless = new Set(['keysKeptIn', 'keyframesSec']);
const suspicious = (schema: z.ZodType) =>
  propertyNames(schema).filter((name) => secretive.test(name) && !harmless.has(name));

describe('output of the main process', () => {
  test.each(Object.entries(calls))('the answer of %s has no place for a key', (_name, call) => {
    expect(suspicious(call.output)).toEqual([]);
  });

  test.each(Object.entries(events))('the event %s has no property for a key', (_name, payload) => {
    expect(suspicious(payload)).toEqual([]);
  });

  test('the search itself finds a property for a key', () => {
    expect(suspicious(z.object({ inner: z.array(z.object({ apiKey: z.string() })) }))).toEqual(['apiKey']);
    expect(propertyNames(calls['keys.set'].input)).toContain('key');
  });
});
