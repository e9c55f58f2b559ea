/** The interface of every provider's stand-in. */
import type { Faults } from './faults.ts';
import type { Logged } from './server.ts';

export type Sandbox = {
  /** Environment variables that connect the program to the stand-in, including the key. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: readonly Logged[];
  readonly faults: Faults;
  /** Number of requests for a paid run. */
  readonly submits: () => number;
  /** Ids of the accepted runs, oldest first, as shown in the dashboard. */
  readonly jobIds: () => readonly string[];
  /** For setting faults and reading the log from another process: `/__control`, `/__log`. */
  readonly controlOrigin: string;
  readonly close: () => Promise<void>;
};

export type SandboxRequest = {
  readonly faults?: Partial<Faults>;
  /** The result of a run; absent: the video that was sent. */
  readonly resultBytes?: Buffer;
  /** The first of five consecutive ports; absent: any free ones. */
  readonly port?: number;
};
