/** Evidence bytes of the loopback host: signed addresses, ranges, and types that are never shown live. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../../src/model/error.ts';
import { createDispatcher } from '../../../src/transport/dispatcher.ts';
import { parseRange, shownType } from '../../../src/transport/evidence-response.ts';
import { type LoopbackHost, startLoopbackHost } from '../../../src/web/loopback-host.ts';
import { createFakeEngine } from '../../conformance/fake-use-cases.ts';
import { type BuiltInterface, builtInterface } from './built-interface.ts';
import { type LoopbackTestPage, loopbackPage } from './page.ts';
import { type RawResponse, rawRequest } from './raw-request.ts';

const id = '0123456789abcdef0123456789abcdef';
const content = Buffer.alloc(2_500_000);
for (let index = 0; index < content.length; index += 1) content[index] = (index * 31) % 251;

let built: BuiltInterface;
let host: LoopbackHost;
let page: LoopbackTestPage;
let now = 1000;
/** The offset from which the evidence is found changed. */
let changedFrom = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  built = await builtInterface();
  const engine = createFakeEngine();
  engine.useCases['items.bytes'] = async (input) => {
    if (input.id !== id) throw new EngineError('not-found', 'There is no such item.');
    return {
      bytes: content.subarray(input.offset, input.offset + input.length),
      size: content.length,
      changed: input.offset >= changedFrom,
    };
  };
  host = await startLoopbackHost({
    dispatcher: createDispatcher({ useCases: engine.useCases }),
    events: engine,
    interfaceDirectory: built.directory,
    monotonic: () => now,
  });
  page = loopbackPage(host.address);
});
afterAll(async () => {
  await host.close();
  await built.remove();
});
beforeEach(() => {
  changedFrom = Number.POSITIVE_INFINITY;
});

function get(address: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<RawResponse> {
  const { port, pathname, search } = new URL(address);
  return rawRequest(Number(port), { path: pathname + search, ...options });
}

describe('an address', () => {
  test('lies in another origin than the interface', async () => {
    const address = await page.host.evidenceAddress(id, 'image/jpeg');
    expect(new URL(address).origin).toBe(host.evidenceOrigin);
    expect(host.evidenceOrigin).not.toBe(host.origin);
  });

  test('gives the bytes, and nothing that runs', async () => {
    const response = await get(await page.host.evidenceAddress(id, 'image/jpeg'));
    expect(response.status).toBe(200);
    expect(Buffer.compare(response.body, content)).toBe(0);
    expect(response.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(content.length),
      'accept-ranges': 'bytes',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('ends after a quarter of an hour', async () => {
    const address = await page.host.evidenceAddress(id, 'video/mp4');
    now += 15 * 60_000 - 1;
    expect((await get(address, { method: 'HEAD' })).status).toBe(200);
    now += 3;
    expect((await get(address)).status).toBe(403);
  });

  test.each([
    ['another item', (address: URL) => (address.pathname = `/e/${'f'.repeat(32)}`)],
    ['another type', (address: URL) => address.searchParams.set('type', 'text/html')],
    ['a later end', (address: URL) => address.searchParams.set('expires', '99999999999')],
    ['no signature', (address: URL) => address.searchParams.delete('signature')],
    [
      'a cut signature',
      (address: URL) => address.searchParams.set('signature', (address.searchParams.get('signature') as string).slice(0, 20)),
    ],
    [
      'a flipped bit',
      (address: URL) =>
        address.searchParams.set(
          'signature',
          (address.searchParams.get('signature') as string).replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        ),
    ],
    ['a climbing path', (address: URL) => (address.pathname = `/e/../${id}`)],
    ['no path', (address: URL) => (address.pathname = '/')],
  ])('that was altered is refused: %s', async (_what, alter) => {
    const address = new URL(await page.host.evidenceAddress(id, 'image/jpeg'));
    alter(address);
    expect((await get(address.href)).status).toBe(403);
  });

  test('is refused under another Host', async () => {
    const address = await page.host.evidenceAddress(id, 'image/jpeg');
    for (const name of ['evil.example', new URL(host.origin).host, `localhost:${new URL(host.evidenceOrigin).port}`]) {
      expect((await get(address, { headers: { host: name } })).status).toBe(421);
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    expect((await get(await page.host.evidenceAddress(id, 'image/jpeg'), { method })).status).toBe(405);
  });

  test('is given only for what can be an item', async () => {
    await expect(page.host.evidenceAddress('../../etc', 'image/jpeg')).rejects.toMatchObject({ details: { status: 400 } });
  });

  test('of an item that does not exist leads nowhere', async () => {
    expect((await get(await page.host.evidenceAddress('f'.repeat(32), 'image/jpeg'))).status).toBe(404);
  });
});

describe('types', () => {
  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'application/pdf',
    'text/xml',
    'application/javascript',
    'text/css',
    'text/plain',
    'application/x-shockwave-flash',
    'multipart/x-mixed-replace',
    'message/rfc822',
    'image/jpeg, text/html',
    'image/svg+xml;image/png',
    '',
  ])('%s is never shown, only downloaded', async (type) => {
    const response = await get(await page.host.evidenceAddress(id, type));
    expect(response.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${id}.bin"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  test.each([
    ['IMAGE/JPEG; charset=binary', 'image/jpeg'],
    ['audio/x-wav', 'audio/wav'],
    ['video/mp4', 'video/mp4'],
    ['constructor', null],
  ])('%s is shown as %s', (type, shown) => {
    expect(shownType(type)).toBe(shown);
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=2499990-', 2_499_990, 2_500_000],
    ['bytes=-5', 2_499_995, 2_500_000],
    ['bytes=0-99999999', 0, 2_500_000],
    ['bytes=1048570-1048590', 1_048_570, 1_048_591],
  ])('%s', async (range, start, end) => {
    const response = await get(await page.host.evidenceAddress(id, 'video/mp4'), { headers: { range } });
    expect(response.status).toBe(206);
    expect(response.headers['content-range']).toBe(`bytes ${start}-${end - 1}/2500000`);
    expect(Buffer.compare(response.body, content.subarray(start, end))).toBe(0);
  });

  test.each(['bytes=2500000-', 'bytes=-0', 'bytes=9999999-99999999'])('%s cannot be satisfied', async (range) => {
    const response = await get(await page.host.evidenceAddress(id, 'video/mp4'), { headers: { range } });
    expect(response).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */2500000' } });
  });

  test.each(['bytes=5-2', 'bytes=a-b', 'bytes=0-1,5-6', 'items=0-1', 'bytes=-', 'bytes=1e3-', `bytes=${'9'.repeat(30)}-`])(
    '%s is ignored',
    (range) => {
      expect(parseRange(range, 100)).toBeNull();
    },
  );

  test('of an empty item', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseRange(null, 0)).toBeNull();
  });
});

describe('evidence that changed', () => {
  test('is not shown', async () => {
    changedFrom = 0;
    const response = await get(await page.host.evidenceAddress(id, 'image/jpeg'));
    expect(response.status).toBe(409);
    expect(response.body.toString()).toBe('The evidence is no longer as it was hashed.\n');
  });

  test('underway breaks off, so that no browser takes the piece for the whole', async () => {
    changedFrom = 1_048_576;
    await expect(get(await page.host.evidenceAddress(id, 'image/jpeg'))).rejects.toThrow(/aborted|hang up|terminated/);
  });
});
