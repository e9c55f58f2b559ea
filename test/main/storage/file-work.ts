import { setImmediate } from 'node:timers/promises';

/** As Node names what it waits for: reads, writes and looks at files, and closing them. */
const isOfFiles = (resource: string): boolean => /^FSReq|^CloseReq$/.test(resource);

/** Whether this process waits for a file just now. Between two steps of one piece of work it does not for a moment. */
const isWaitingForFiles = (): boolean => process.getActiveResourcesInfo().some(isOfFiles);

/** So many turns of the event loop without a file lead from any step of our own work to the next. */
const turnsToSettle = 30;

/**
 * Lets everything run that needs no clock: until nobody has waited for a file for some turns in a row, however long
 * files take. Ends sooner where `isEnough` says so.
 */
export const workToSettle = async (isEnough: () => boolean = () => false): Promise<void> => {
  for (let turns = 0; turns < turnsToSettle; turns += 1) {
    if (isEnough()) return;
    await setImmediate();
    if (isWaitingForFiles()) turns = -1;
  }
};
