/** Words of the facts about a file. */
import type { FactMessages } from '../en/facts.ts';

export const facts: FactMessages = { audio: 'con audio', silent: 'sin audio' };
