import { setImmediate } from 'node:timers/promises';

/** Node's names of pending file operations: reading, writing, stat, closing. */
const isOfFiles = (resource: string): boolean => /^FSReq|^CloseReq$/.test(resource);

/** Whether this process waits for a file operation. Between two operations of one task it briefly does not. */
const isWaitingForFiles = (): boolean => process.getActiveResourcesInfo().some(isOfFiles);

/** More turns of the event loop than lie between two file operations of any task. */
const turnsToSettle = 30;

/**
 * Runs all work that needs no clock: until no file operation was pending for some turns in a row, however long the
 * operations take. Ends early when `isEnough` returns true.
 */
export const workToSettle = async (isEnough: () => boolean = () => false): Promise<void> => {
  for (let turns = 0; turns < turnsToSettle; turns += 1) {
    if (isEnough()) return;
    await setImmediate();
    if (isWaitingForFiles()) turns = -1;
  }
};
