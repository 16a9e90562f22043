// What a searching thread asks of the objects of its run, answered from Redis.

import type { StoredObjects } from '../../queue/stored-objects.ts';
import type { StoreCall } from '../../supervise/queue-calls.ts';

export function storeAnswer(objects: StoredObjects, call: StoreCall): Promise<unknown> {
  switch (call.type) {
    case 'put':
      return objects.put(call.name, call.bytes);
    case 'get':
      return Promise.all(
        call.parts.map(({ name, offset, length }) => objects.get(name, offset, length)),
      );
    case 'remove':
      return objects.remove(call.name);
  }
}
