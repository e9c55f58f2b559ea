/** The channel to the test: every recorded call of the program goes out, requests of the test come in. */

type Requested = { readonly id: number; readonly kind: string; readonly [more: string]: unknown };
type Answer = (request: Requested) => unknown;

const answers = new Map<string, Answer>();

/** One recorded call or change, for the assertions of a test. */
export const record = (kind: string, more: Readonly<Record<string, unknown>> = {}): void => {
  // A function or a symbol cannot cross; what the test needs of it is recorded by its module.
  if (process.connected) process.send?.({ kind, ...more });
};

/** Registers the answer to one kind of request; the returned value goes back to the test. */
export const onRequest = (kind: string, answer: Answer): void => {
  answers.set(kind, answer);
};

process.on('message', async (message) => {
  // Sent only by start-shell.ts.
  const request = message as Requested;
  const answer = answers.get(request.kind);
  try {
    if (answer === undefined) throw new Error(`The stand-in does not know the request ${request.kind}`);
    record('answer', { id: request.id, answer: await answer(request) });
  } catch (cause) {
    record('answer', { id: request.id, failure: String(cause) });
  }
});
// A test that has ended leaves no program behind.
process.on('disconnect', () => process.exit(1));
// The channel alone must not keep the program running.
process.channel?.unref();
