/**
 * AIMLAPI's error responses: a short form in its documentation, and a problem with the exception inside, as other
 * clients report live responses. https://docs.aimlapi.com/errors-and-messages/general-info
 */
import { randomUUID } from 'node:crypto';
import type { Reply } from './server.ts';

type Refusal = Exclude<Reply, 'drop'>;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The short form, in which the status is a string. */
export const plainError = (status: number, message: string): Refusal => ({
  status,
  json: {
    message,
    path: '/v2/video/generations',
    requestId: randomUUID(),
    statusCode: String(status),
    timestamp: new Date().toISOString(),
  },
});

/** `kind`: distinguishes one 403 from another. */
export const problem = (status: number, message: string, kind?: string): Refusal => {
  const title = titles[status] ?? 'Error';
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    json: {
      title,
      status,
      message,
      instance: '/v2/video/generations',
      requestId: randomUUID(),
      timestamp: new Date().toISOString(),
      error: {
        name: `${title.replaceAll(' ', '')}Exception`,
        message,
        ...(kind === undefined ? {} : { data: { kind } }),
      },
    },
  };
};

export const invalidBody = (hint: string): Refusal => problem(400, `Body validation error\n${hint}`);
export const invalidQuery = (hint: string): Refusal => problem(400, `Query validation error!\n${hint}`);

export const unauthorized = problem(
  401,
  'This request requires a valid API key. You can create a new API key on the Billing page: https://aimlapi.com/app/keys',
);
export const outOfCredits = problem(
  403,
  "You've run out of credits. Please top up your balance or update your payment method to continue: https://aimlapi.com/app/billing/",
  'err_insufficent_credits',
);
export const notFound = problem(404, 'Cannot find what was asked for');
