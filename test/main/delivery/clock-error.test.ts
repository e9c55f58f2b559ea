import { expect, test } from 'vitest';
import { clockError } from '#main/delivery/clock-error.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const xml = (code: string, message = '', times: Readonly<Record<string, string>> = {}) =>
  `<Error><Code>${code}</Code><Message>${message}</Message>${Object.entries(times)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Error>`;
const skewed = 'RequestTimeTooSkewed';
const date = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toUTCString();

test.each<[string, string, string | null, { aheadSec: number | null } | null]>([
  [
    'by both times in the response, whatever its header states',
    xml(skewed, '', { RequestTime: '20261130T100000Z', ServerTime: '2026-11-30T13:00:07Z' }),
    date(1),
    { aheadSec: -10_807 },
  ],
  [
    'by times in the format of headers',
    xml(skewed, '', {
      RequestTime: 'Sat, 21 Nov 2026 14:00:00 GMT',
      ServerTime: 'Sat, 21 Nov 2026 12:00:00 GMT',
    }),
    null,
    { aheadSec: 7200 },
  ],
  [
    'by the server’s time and this clock',
    xml(skewed, '', { ServerTime: '2026-11-21T12:30:00Z' }),
    null,
    { aheadSec: -1800 },
  ],
  ['by the date of the response', xml(skewed), date(5), { aheadSec: -18_000 }],
  ['without any time', xml(skewed), null, { aheadSec: null }],
  ['with invalid times', xml(skewed, '', { ServerTime: 'soon' }), 'noon', { aheadSec: null }],
  ['for a request that has expired', xml('RequestExpired'), date(1), { aheadSec: -3600 }],
  [
    'for a request dated tomorrow',
    xml('AccessDenied', 'Request is not yet valid'),
    date(-24),
    { aheadSec: 86_400 },
  ],
  ['for an expired link', xml('AccessDenied', 'Request has expired'), date(200), { aheadSec: -720_000 }],
  [
    'for expired parameters',
    xml('AuthorizationQueryParametersError', 'Request has expired'),
    date(200),
    { aheadSec: -720_000 },
  ],
  [
    'not for a link that has expired while the clocks agree',
    xml('AccessDenied', 'Request has expired'),
    date(0),
    null,
  ],
  [
    'not for a link with a lifetime that is too long',
    xml('AuthorizationQueryParametersError', 'X-Amz-Expires must be less than 604800'),
    date(5),
    null,
  ],
  [
    'not for a signature that does not match',
    xml('SignatureDoesNotMatch', 'We calculated another'),
    date(5),
    null,
  ],
  ['not for another refusal', xml('AccessDenied', 'Access Denied'), date(5), null],
  ['not for a body that is not XML', 'busy', date(5), null],
])('the clock is the cause: %s', (_what, text, header, expected) => {
  expect(clockError({ text, date: header, now })).toEqual(expected);
});
