/** All stand-ins together, so that the program runs each paid model on this computer. */
import type { ProviderId } from '#contract/model/model-spec.ts';
import { startAimlapiSandbox } from './aimlapi.ts';
import { startFalSandbox } from './fal.ts';
import { startNovitaSandbox } from './novita.ts';
import { startRunpodSandbox } from './runpod.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';

export type PaidProvider = Exclude<ProviderId, 'demo'>;

export type Sandboxes = {
  readonly of: Readonly<Record<PaidProvider, Sandbox>>;
  /** Environment variables that connect the program to all of them, including keys. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

/** Ports per stand-in, with some spare. */
const portsEach = 10;

export const startSandboxes = async ({ port, ...request }: SandboxRequest = {}): Promise<Sandboxes> => {
  const at = (place: number): SandboxRequest =>
    port === undefined ? request : { ...request, port: port + place * portsEach };
  const fal = await startFalSandbox(at(0));
  const novita = await startNovitaSandbox(at(1));
  const aimlapi = await startAimlapiSandbox(at(2));
  const runpod = await startRunpodSandbox(at(3));
  const of = { fal, novita, aimlapi, runpod };
  return {
    of,
    environment: Object.assign({}, ...Object.values(of).map(({ environment }) => environment)),
    close: async () => {
      await Promise.all(Object.values(of).map((sandbox) => sandbox.close()));
    },
  };
};
