/** HTTP requests exactly as written: no library tidies paths, adds headers or refuses forbidden ones. */
import { request } from 'node:http';
import { connect } from 'node:net';

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Sends one request to a port of this machine. The path goes out as it is. */
export function rawRequest(
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body,
  }: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<RawResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (response) => {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of response) pieces.push(piece);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) });
    } catch (thrown) {
      reject(thrown);
    }
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** Sends bytes as they are and gives the status of the answer. */
export function rawBytes(port: number, text: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  let answer = '';
  socket.on('data', (piece) => {
    answer += piece.toString('latin1');
    const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
    if (status === undefined) return;
    socket.destroy();
    resolve(Number(status));
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error(`closed without an answer: ${answer}`)));
  return promise;
}
