import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LocalFile } from '#main/artifacts.ts';
import { createPastedLink, type LinkRetry } from '#main/delivery/pasted-link.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { imageBytes, localImage, localVideo, videoBytes } from './local-file.ts';

const signal = new AbortController().signal;

type Served = {
  readonly requests: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[];
  readonly origin: string;
};

const serve = async (listener: RequestListener): Promise<Served> => {
  const requests: Served['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // The server listens on a port, so the address is not a pipe name.
  const { port } = server.address() as AddressInfo;
  return { requests, origin: `http://127.0.0.1:${port}` };
};

/** Responds to every request with these bytes. */
const serveBytes = (bytes: Buffer, headers: Record<string, string> = { 'content-type': 'video/mp4' }) =>
  serve((_, response) => {
    response.writeHead(200, { 'content-length': String(bytes.length), ...headers });
    response.end(bytes);
  });

const createCheck = (more: { retryPolicy?: LinkRetry; fetchLink?: typeof fetch } = {}) => {
  const clock = createFakeClock();
  const lookup = async (name: string): Promise<readonly string[]> => {
    if (name === 'unknown.example') throw new Error('ENOTFOUND');
    return [name === 'inside.example' ? '10.0.0.7' : '93.184.216.34'];
  };
  const check = createPastedLink({ fetchLink: fetch, clock, random: () => 0, lookup, ...more });
  return {
    clock,
    check: (
      url: string,
      local: LocalFile,
      change: { isLocalAllowed?: boolean; file?: 'image' | 'video'; signal?: AbortSignal } = {},
      onProgress: (fraction: number) => void = () => undefined,
    ) => {
      const { isLocalAllowed = true, file = 'video' } = change;
      return check({ url, file, local, isLocalAllowed }, { signal: change.signal ?? signal, onProgress });
    },
  };
};

const { check } = createCheck();
const refusal = (code: string, parameters: object) => ({
  ok: false,
  error: { code, charged: 'no', ...parameters },
});

describe('link to the same file', () => {
  test('is used as it is, with unknown expiry, and requested without a key', async () => {
    const { origin, requests } = await serveBytes(videoBytes());
    const url = `${origin}/motion.mp4?signature=s3cret`;
    expect(await check(url, await localVideo())).toEqual({
      ok: true,
      value: { kind: 'link', url, expiresAt: null, via: 'pasted-link' },
    });
    expect(requests).toMatchObject([{ path: '/motion.mp4?signature=s3cret' }]);
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain('authorization');
    expect(Object.keys(requests[0]?.headers ?? {})).not.toContain('cookie');
  });

  test('is also accepted for an image', async () => {
    const { origin } = await serveBytes(imageBytes(), { 'content-type': 'image/jpeg; charset=binary' });
    expect(await check(`${origin}/a`, await localImage(), { file: 'image' })).toMatchObject({ ok: true });
  });

  test.each(['application/octet-stream', 'binary/octet-stream', 'video/quicktime'])(
    'may have the content type %s',
    async (type) => {
      const { origin } = await serveBytes(videoBytes(), { 'content-type': type });
      expect(await check(`${origin}/a`, await localVideo())).toMatchObject({ ok: true });
    },
  );

  test('may state neither type nor length, and may be encoded', async () => {
    const plain = await serve((_, response) => response.writeHead(200).end(videoBytes()));
    expect(await check(plain.origin, await localVideo())).toMatchObject({ ok: true });
    const packed = gzipSync(videoBytes());
    const zipped = await serveBytes(packed, { 'content-type': 'video/mp4', 'content-encoding': 'gzip' });
    expect(await check(zipped.origin, await localVideo())).toMatchObject({ ok: true });
  });

  test('reports progress of the check', async () => {
    const { origin } = await serveBytes(videoBytes());
    const seen: number[] = [];
    await check(origin, await localVideo(), {}, (fraction) => void seen.push(fraction));
    expect([seen.length > 3, seen.at(-1)]).toEqual([true, 1]);
  });

  test('may have five redirects and not six', async () => {
    const { origin, requests } = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.writeHead(200, { 'content-type': 'video/mp4' }).end(videoBytes());
    });
    expect(await check(`${origin}/5`, await localVideo())).toMatchObject({
      ok: true,
      value: { url: `${origin}/5` },
    });
    expect(requests).toHaveLength(6);
    expect(await check(`${origin}/6`, await localVideo())).toEqual(
      refusal('link-unreachable', { reason: 'redirects-endlessly' }),
    );
  });

  test('is retried when the connection breaks and when the server is busy', async () => {
    let times = 0;
    const { origin } = await serve((_, response) => {
      times += 1;
      if (times === 1) response.socket?.destroy();
      else if (times === 2) response.writeHead(503).end();
      else response.writeHead(200, { 'content-type': 'video/mp4' }).end(videoBytes());
    });
    const { check: patient, clock } = createCheck();
    expect(await patient(origin, await localVideo())).toMatchObject({ ok: true });
    expect(clock.sleeps).toEqual([2000, 4000]);
  });
});

describe('link that states its expiry', () => {
  // The clock stands at 2026-11-21T12:00:00Z.
  test.each([
    ['X-Amz-Date=20261121T113000Z&X-Amz-Expires=5399&X-Amz-Signature=f', '2026-11-21T12:59:59.000Z'],
    ['Expires=1795264800&Signature=f&AWSAccessKeyId=a', '2026-11-21T12:40:00.000Z'],
    ['sv=2024&se=2026-11-21T12:30:00Z&sig=f', '2026-11-21T12:30:00.000Z'],
  ])('is not requested when it expires within the hour (%s)', async (query, endsAt) => {
    const { origin, requests } = await serveBytes(videoBytes());
    expect([await check(`${origin}/a?${query}`, await localVideo()), requests]).toEqual([
      refusal('link-not-allowed', { reason: 'expires-soon', expiresAt: endsAt }),
      [],
    ]);
  });

  test('is accepted with its expiry when it lasts', async () => {
    const { origin } = await serveBytes(videoBytes());
    const url = `${origin}/a?X-Amz-Date=20261121T113000Z&X-Amz-Expires=5400&X-Amz-Signature=f`;
    expect(await check(url, await localVideo())).toEqual({
      ok: true,
      value: { kind: 'link', url, expiresAt: '2026-11-21T13:00:00.000Z', via: 'pasted-link' },
    });
  });
});

describe('link that may not be used is not requested', () => {
  test.each([
    ['http://files.example/a.mp4', 'http://files.example'],
    ['https://10.1.2.3/a.mp4?sig=x', 'https://10.1.2.3'],
    ['http://127.0.0.1:1/a.mp4', 'http://127.0.0.1:1'],
    ['http://localhost:1/a.mp4', 'http://localhost:1'],
    ['https://inside.example/a.mp4', 'https://inside.example'],
    ['https://me:secret@files.example/a', 'https://files.example'],
    ['file:///etc/passwd', 'file://'],
    ['ftp://files.example/a.mp4', 'ftp://files.example'],
  ])('%s', async (url, host) => {
    const requests: string[] = [];
    const { check: real } = createCheck({
      fetchLink: async (input) => {
        requests.push(String(input));
        return new Response();
      },
    });
    const result = await real(url, await localVideo(), { isLocalAllowed: false });
    expect([result, requests]).toEqual([
      refusal('link-not-allowed', { reason: 'private-address', host, isRedirect: false }),
      [],
    ]);
  });

  test.each([
    'http://files.example/b',
    'https://inside.example/b',
    'http://127.0.0.1:9/b',
    'https://169.254.169.254/latest?token=x',
  ])('does not follow a redirect to %s', async (location) => {
    const requests: string[] = [];
    const { check: real } = createCheck({
      fetchLink: async (input) => {
        requests.push(String(input));
        return new Response(null, { status: 302, headers: { location } });
      },
    });
    const result = await real('https://files.example/a', await localVideo(), { isLocalAllowed: false });
    const { protocol, host } = new URL(location);
    expect([result, requests]).toEqual([
      refusal('link-not-allowed', {
        reason: 'private-address',
        host: `${protocol}//${host}`,
        isRedirect: true,
      }),
      ['https://files.example/a'],
    ]);
  });
});

describe('link that cannot be read', () => {
  test.each([401, 403, 404, 410, 206, 304])('because its server answers %i', async (status) => {
    const { origin, requests } = await serve((_, response) => response.writeHead(status).end());
    expect(await check(`${origin}/a?sig=x`, await localVideo())).toEqual(
      refusal('link-unreachable', { reason: 'status', status }),
    );
    expect(requests).toHaveLength(1);
  });

  test('because its server fails repeatedly', async () => {
    const { origin, requests } = await serve((_, response) => response.writeHead(500).end());
    expect(await check(origin, await localVideo())).toEqual(
      refusal('link-unreachable', { reason: 'status', status: 500 }),
    );
    expect(requests).toHaveLength(3);
  });

  test('is distinguished from a rate-limiting server, which is temporary', async () => {
    const { origin } = await serve((_, response) => response.writeHead(429, { 'retry-after': '30' }).end());
    const { check: patient, clock } = createCheck();
    expect(await patient(origin, await localVideo())).toEqual(
      refusal('provider-rate-limited', { detail: 'HTTP 429' }),
    );
    expect(clock.sleeps).toEqual([30_000, 30_000]);
  });

  test('because there is no server', async () => {
    expect(await check('http://127.0.0.1:9/a', await localVideo())).toMatchObject({
      ok: false,
      error: { code: 'link-unreachable' },
    });
    expect(await check('https://unknown.example/a', await localVideo())).toEqual(
      refusal('link-unreachable', { reason: 'unknown-host', host: 'unknown.example' }),
    );
  });

  test('because it breaks off each time', async () => {
    const { origin, requests } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': '1000000' });
      response.write(videoBytes(5000), () => response.socket?.destroy());
    });
    expect(await check(origin, await localVideo())).toMatchObject({
      ok: false,
      error: { code: 'link-unreachable' },
    });
    expect(requests).toHaveLength(3);
  });

  test.each(['before its answer', 'in the middle of it'])(
    'because its server stops sending %s',
    async (when) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      onTestFinished(() => {
        vi.useRealTimers();
      });
      const silenceMs = 60_000;
      const fallSilent = () => {
        vi.advanceTimersByTime(silenceMs);
      };
      const { origin, requests } = await serve((_, response) => {
        if (when === 'before its answer') return fallSilent();
        response.writeHead(200, { 'content-type': 'video/mp4' });
        response.write(videoBytes(5000));
      });
      const { check: hasty } = createCheck({
        retryPolicy: { silenceMs, baseMs: 600_000, minBytesPerSec: 1 },
      });
      expect(await hasty(origin, await localVideo(), {}, fallSilent)).toEqual(
        refusal('link-unreachable', { reason: 'silent' }),
      );
      expect(requests).toHaveLength(1);
    },
  );

  test('because it is too slow, though never silent', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' });
      response.write(videoBytes(5000));
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const { check: hasty } = createCheck({
      retryPolicy: { silenceMs: 30_000, baseMs: 300, minBytesPerSec: 1_000_000_000 },
    });
    expect(await hasty(origin, await localVideo())).toEqual(refusal('link-unreachable', { reason: 'slow' }));
  });

  test('unless the user has turned the check off', async () => {
    const { origin, requests } = await serveBytes(videoBytes());
    expect(await check(origin, await localVideo(), { signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    });
    expect(requests).toEqual([]);
  });
});

describe('link to something that is not media', () => {
  const page = Buffer.from('<!doctype html><title>Log in</title>'.padEnd(1_000_000));

  test.each(['text/html; charset=utf-8', 'application/json', 'image/jpeg', 'text/plain'])(
    'is recognised by its content type (%s)',
    async (type) => {
      const { origin } = await serveBytes(page, { 'content-type': type });
      expect(await check(origin, await localVideo())).toEqual(
        refusal('link-not-media', { reason: 'content-type', contentType: type }),
      );
    },
  );

  test('is recognised when a redirect ends at a login page', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(303, { location: '/login?next=a' }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    expect(await check(`${origin}/a`, await localVideo())).toMatchObject({
      ok: false,
      error: { code: 'link-not-media' },
    });
  });

  test.each(['application/octet-stream', 'video/mp4'])(
    'is recognised by its first bytes when its content type is %s',
    async (type) => {
      const { origin } = await serveBytes(page, { 'content-type': type });
      expect(await check(origin, await localVideo())).toEqual(
        refusal('link-not-media', { reason: 'first-bytes', file: 'video' }),
      );
    },
  );

  test('is recognised when it holds a video in place of an image', async () => {
    const { origin } = await serveBytes(videoBytes(), { 'content-type': 'application/octet-stream' });
    expect(await check(origin, await localImage(), { file: 'image' })).toEqual(
      refusal('link-not-media', { reason: 'first-bytes', file: 'image' }),
    );
  });

  test('is recognised when it is empty', async () => {
    const { origin } = await serveBytes(Buffer.alloc(0));
    expect(await check(origin, await localVideo())).toMatchObject({
      ok: false,
      error: { code: 'link-not-media' },
    });
  });
});

describe('link to another file', () => {
  test.each([900_000, 1_100_000])(
    'of %i bytes is recognised by its size, and both sizes are reported',
    async (sizeBytes) => {
      const { origin } = await serveBytes(videoBytes(sizeBytes));
      expect(await check(origin, await localVideo())).toEqual(
        refusal('link-other-file', { reason: 'size-differs', foundBytes: sizeBytes, sizeBytes: 1_000_000 }),
      );
    },
  );

  test('without a stated size is read no further than needed', async () => {
    let sentBytes = 0;
    const endless = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' });
      const push = () => {
        if (response.destroyed) return;
        sentBytes += 100_000;
        response.write(videoBytes(100_000), push);
      };
      push();
    });
    expect(await check(endless.origin, await localVideo())).toEqual(
      refusal('link-other-file', { reason: 'size-differs', foundBytes: null, sizeBytes: 1_000_000 }),
    );
    expect(sentBytes).toBeLessThan(20_000_000);
    const short = await serve((_, response) => response.writeHead(200).end(videoBytes(5000)));
    expect(await check(short.origin, await localVideo())).toEqual(
      refusal('link-other-file', { reason: 'size-differs', foundBytes: 5000, sizeBytes: 1_000_000 }),
    );
  });

  test('of the same size is recognised by its content', async () => {
    const other = videoBytes();
    other[999_999] = 0;
    const { origin } = await serveBytes(other);
    expect(await check(`${origin}/a?sig=x`, await localVideo())).toEqual(
      refusal('link-other-file', { reason: 'content-differs', sizeBytes: 1_000_000 }),
    );
  });
});
