// A place at the other end of calls: it reads what was written, whatever was expected, in few calls.

import { expect, test } from 'vitest';
import { CalledPlace } from '../../src/supervise/called-place.ts';
import type { Caller } from '../../src/supervise/calls.ts';
import type { StoreCall } from '../../src/supervise/queue-calls.ts';

class FakeStore {
  readonly objects = new Map<string, Uint8Array>();
  calls = 0;

  readonly caller = {
    call: (call: StoreCall) => {
      this.calls++;
      if (call.type === 'put') this.objects.set(call.name, call.bytes);
      if (call.type !== 'get') return undefined;
      return call.parts.map(({ name, offset, length }) => {
        const all = this.objects.get(name) ?? new Uint8Array();
        const bytes = offset < 0 ? all.slice(offset) : all.slice(offset, offset + length);
        return { bytes, size: all.length };
      });
    },
    tell: (call: StoreCall) => {
      if (call.type === 'remove') this.objects.delete(call.name);
    },
  } as unknown as Caller<StoreCall>;
}

const PART = 50_000;
const part = (k: number): Uint8Array => new Uint8Array(PART).fill(k);

function filled(): { store: FakeStore; place: CalledPlace } {
  const store = new FakeStore();
  const place = new CalledPlace(store.caller, 's', 'there');
  for (const name of ['one', 'two']) {
    const writer = place.create(name);
    for (let k = 0; k < 5; k++) expect(writer.write(part(k))).toBe(k * PART);
    writer.commit({ name });
  }
  store.calls = 0;
  return { store, place };
}

test('what is expected comes with the first call, and is what was written', () => {
  const { store, place } = filled();
  place.expect(['one', 'two', 'none']);
  const objects = ['one', 'two'].map((name) => place.open(name));
  expect(objects.map((one) => one?.index)).toEqual([{ name: 'one' }, { name: 'two' }]);
  expect(store.calls).toBe(1);
  const at = [3, 0, 1].map((k) => ({ offset: k * PART, length: PART }));
  for (const one of objects) one?.expect(at);
  for (const one of objects) {
    for (const { offset } of at) {
      expect(
        Buffer.compare(one?.read({ offset, length: PART }) as Uint8Array, part(offset / PART)),
      ).toBe(0);
    }
  }
  expect(store.calls).toBe(2);
  expect(
    Buffer.compare(objects[0]?.read({ offset: 2 * PART, length: PART }) as Uint8Array, part(2)),
  ).toBe(0);
});

test('what was not there when it was expected is looked for again', () => {
  const { store, place } = filled();
  place.expect(['one', 'late']);
  place.open('one');
  expect(place.open('late')).toBe(undefined);
  const writer = new CalledPlace(store.caller, 's', 'there').create('late');
  writer.write(part(7));
  writer.commit('it');
  expect(place.open('late')?.index).toBe('it');
  place.remove('late');
  expect(place.open('late')).toBe(undefined);
});

test('bytes that are missing are found missing', () => {
  const { store, place } = filled();
  const cut = (store.objects.get('s/one') as Uint8Array).slice(0, -20);
  store.objects.set('s/one', cut);
  expect(() => place.open('one')).toThrow(/one is damaged/);
});
