/** What every stand-in for a provider offers. */
import type { Faults } from './faults.ts';
import type { Logged } from './server.ts';

export type Sandbox = {
  /** Environment variables that point the program here, the key among them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: readonly Logged[];
  readonly faults: Faults;
  /** How many requests asked for a paid run. */
  readonly submits: () => number;
  /** Ids of the accepted runs, oldest first: what a person would see in the dashboard. */
  readonly jobIds: () => readonly string[];
  /** Where faults are set and the log is read from another process: `/__control`, `/__log`. */
  readonly controlOrigin: string;
  readonly close: () => Promise<void>;
};

export type SandboxRequest = {
  readonly faults?: Partial<Faults>;
  /** What a run makes; absent: the clip that was sent. */
  readonly resultBytes?: Buffer;
  /** The first of five ports in a row; absent: any free ones. */
  readonly port?: number;
};
