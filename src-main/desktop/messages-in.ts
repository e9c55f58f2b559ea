/** The messages of every language: a crash dialog must not depend on a file that is still to be loaded. */
import { messages as en, type Messages } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import type { Language } from '#contract/messages/languages.ts';

export const messagesIn: Readonly<Record<Language, Messages>> = { en, es };
