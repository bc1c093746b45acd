import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntryBody, checkLine, emptyHead, maximumLineLength, sealEntry } from '../../../src/engine/audit/chain.ts';

const body: AuditEntryBody = {
  time: '2024-05-01T10:20:30.123Z',
  actor: 'Ayesha Khan',
  action: 'case-created',
  details: { name: 'FIR 12', count: 3 },
};

function checkText(line: string, head = emptyHead): string[] {
  return checkLine(head, Buffer.from(line, 'utf8')).faults.map((fault) => fault.code);
}

describe('sealEntry', () => {
  it('writes the members in canonical order, and the head is the SHA-256 of the line with its newline', () => {
    const { line, head } = sealEntry(emptyHead, body);
    expect(line).toBe(
      `{"action":"case-created","actor":"Ayesha Khan","details":{"count":3,"name":"FIR 12"},"prev":"${'0'.repeat(64)}","sequence":1,"time":"2024-05-01T10:20:30.123Z"}`,
    );
    expect(head).toEqual({ sequence: 1, hash: createHash('sha256').update(`${line}\n`).digest('hex') });
  });

  it('chains the second line to the first', () => {
    const first = sealEntry(emptyHead, body);
    const second = sealEntry(first.head, { ...body, action: 'case-opened' });
    expect(JSON.parse(second.line)).toMatchObject({ prev: first.head.hash, sequence: 2 });
    expect(checkText(`${second.line}\n`, first.head)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a fraction', { details: { ratio: 0.5 } }],
    ['an integer beyond 2^53', { details: { size: 2 ** 53 } }],
    ['a truth value', { details: { yes: true } }],
    ['null', { details: { nothing: null } }],
    ['an absent value', { details: { nothing: undefined } }],
    ['a date', { details: { when: new Date(0) } }],
    ['a hole in a list', { details: { list: Array(2) } }],
    ['a lone surrogate', { details: { text: '\ud800' } }],
    ['a lone surrogate in a name', { details: { '\udc00': 1 } }],
    ['details that are a list', { details: [] }],
    ['an action with a space', { action: 'case created' }],
    ['an empty actor', { actor: '' }],
    ['a time with an offset', { time: '2024-05-01T10:20:30.123+05:00' }],
    ['a day that does not exist', { time: '2024-02-30T10:20:30.123Z' }],
    ['more bytes than a line may have', { details: { text: 'x'.repeat(maximumLineLength) } }],
  ])('refuses %s as a fault of the product', (_, change) => {
    expect(() => sealEntry(emptyHead, { ...body, ...(change as Partial<AuditEntryBody>) })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });

  it('refuses details nested without end', () => {
    const details: Record<string, unknown> = {};
    details['self'] = details;
    expect(() => sealEntry(emptyHead, { ...body, details: details as AuditEntryBody['details'] })).toThrow(/nested deeper/);
  });

  it('keeps a member named __proto__ as any other', () => {
    const { line } = sealEntry(emptyHead, { ...body, details: JSON.parse('{"__proto__":{"a":1}}') });
    expect(line).toContain('"details":{"__proto__":{"a":1}}');
    expect(checkText(`${line}\n`)).toEqual([]);
  });
});

describe('checkLine', () => {
  const { line } = sealEntry(emptyHead, body);

  it.each([
    ['a missing newline', line, ['line-incomplete']],
    ['white space', `${line.replace('"sequence":1', '"sequence": 1')}\n`, ['line-not-canonical']],
    [
      'another order of members',
      `${line.replace('"action":"case-created","actor":"Ayesha Khan"', '"actor":"Ayesha Khan","action":"case-created"')}\n`,
      ['line-not-canonical'],
    ],
    ['a name that stands twice', `${line.replace('{"count":3', '{"count":4,"count":3')}\n`, ['line-not-canonical']],
    ['another spelling of a number', `${line.replace('"count":3', '"count":3e0')}\n`, ['line-not-canonical']],
    ['an escape that need not be', `${line.replace('FIR', '\\u0046IR')}\n`, ['line-not-canonical']],
    ['a carriage return', `${line}\r\n`, ['line-not-canonical']],
    ['a member too many', `${line.replace('{"action"', '{"a":1,"action"')}\n`, ['line-malformed']],
    ['no JSON', 'hello\n', ['line-malformed']],
    ['an empty line', '\n', ['line-malformed']],
    ['a wrong predecessor', `${line.replace('"prev":"0', '"prev":"1')}\n`, ['chain-broken']],
    ['a wrong number', `${line.replace('"sequence":1', '"sequence":2')}\n`, ['sequence-broken']],
  ])('reports %s', (_, text, faults) => {
    expect(checkText(text)).toEqual(faults);
  });

  it('reports bytes that are not UTF-8', () => {
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    bytes[20] = 0xff;
    expect(checkLine(emptyHead, bytes).faults[0]?.message).toBe('is not UTF-8');
  });
});
