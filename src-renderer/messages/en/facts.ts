/** Words of the facts about a file. */

export const facts = { audio: 'with audio', silent: 'no audio' };
export type FactMessages = typeof facts;
