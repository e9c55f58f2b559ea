/** The program of the body process: finds people in one frame at a time. */
import { watchMemory } from '../worker/watch-memory.ts';
import type { WorkerReply } from '../worker/worker-pool.ts';
import { answerRequests } from '../worker/worker-port.ts';
import type { Frame } from './pose-model.ts';

/** Model and runtime take about 220 MB. */
const maxMemoryBytes = 800_000_000;

const load = async () => (await import('./pose-model.ts')).loadPoseModel();
let loading: ReturnType<typeof load> | null = null;

const answer = async (frame: Frame): Promise<WorkerReply> => {
  const failed = (reason: 'not-loaded' | 'failed', cause: unknown): WorkerReply => ({
    kind: 'failed',
    failure: { reason, detail: cause instanceof Error ? cause.message : String(cause) },
  });
  loading ??= load();
  const detect = await loading.catch((cause: unknown) => failed('not-loaded', cause));
  if (typeof detect !== 'function') return detect;
  try {
    return { kind: 'done', value: await detect(frame) };
  } catch (cause) {
    return failed('failed', cause);
  }
};

watchMemory(maxMemoryBytes);
answerRequests((request) => answer(request as Frame));
