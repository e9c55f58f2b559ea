/** Terminal output: one JSON value or sentences on stdout, progress and notes on stderr. */
import type { AppError, Result } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { type ExitStatus, exitStatus, statusOf } from './exit-status.ts';

export type Streams = {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Whether a line on stderr can be overwritten. */
  readonly isTerminal: boolean;
};

export type Output = {
  /** Prints exactly this value with --json, otherwise the sentences. */
  readonly answer: (value: unknown, sentences: readonly string[]) => void;
  /** A line on stderr that stays. */
  readonly note: (sentence: string) => void;
  /** A line on stderr that the next one replaces. */
  readonly progress: (line: string) => void;
  /** `sentence`: replaces the default sentence of the error. */
  readonly failure: (error: AppError, sentence?: string) => ExitStatus;
  /** Prints the value of a call as `answer` does, or its error. */
  readonly result: <T>(result: Result<T>, sentences: (value: T) => readonly string[]) => ExitStatus;
};

/** The text of an error: what happened, whether it was charged, and what to do. */
export const errorSentence = (error: AppError): string => {
  const { what, wayOut } = en.error(error);
  return `${what} ${en.charged(error.charged)} ${wayOut}`;
};

/** Order of fields: `code`, `message`, `charged`, then the parameters of the code. */
export const errorJson = (error: AppError, sentence = errorSentence(error)) => {
  const { code, charged, ...parameters } = error;
  return { code, message: sentence, charged, ...parameters };
};

export const createOutput = ({ isJson, streams }: { isJson: boolean; streams: Streams }): Output => {
  let lastProgress = '';
  const endProgress = () => {
    if (lastProgress !== '' && streams.isTerminal) streams.stderr('\n');
    lastProgress = '';
  };
  const answer: Output['answer'] = (value, sentences) => {
    endProgress();
    streams.stdout(
      isJson ? `${JSON.stringify(value, null, 2)}\n` : sentences.map((line) => `${line}\n`).join(''),
    );
  };
  const failure: Output['failure'] = (error, sentence = errorSentence(error)) => {
    endProgress();
    if (isJson) streams.stdout(`${JSON.stringify({ error: errorJson(error, sentence) }, null, 2)}\n`);
    else streams.stderr(`${sentence}${error.detail ? `\n  Details: ${error.detail}` : ''}\n`);
    return statusOf(error.code);
  };
  return {
    answer,
    failure,
    result: (result, sentences) => {
      if (!result.ok) return failure(result.error);
      answer(result.value, sentences(result.value));
      return exitStatus.done;
    },
    note: (sentence) => {
      endProgress();
      streams.stderr(`${sentence}\n`);
    },
    progress: (line) => {
      if (line === lastProgress) return;
      lastProgress = line;
      streams.stderr(streams.isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
    },
  };
};
