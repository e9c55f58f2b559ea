/** Which audio of a clip is sent, and in which form. Pure. */
import type { SeenVideoFacts } from '../model/facts.ts';
import type { Plan, Reason } from '../model/plan.ts';

/**
 * Audio that is sent as it is. No provider documents which codecs it reads; these two are what every browser and every
 * tool on the way plays in MP4. The check of a made file uses the same list.
 */
export const sendableAudioCodecs: readonly string[] = ['aac', 'mp3'];
