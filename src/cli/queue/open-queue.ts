// A connection to the queue for as long as a command needs it, and what ends the command when Redis is gone.

import { queueAddress } from '../../queue/address.ts';
import { type Connection, connect } from '../../queue/connection.ts';
import { queuePackages } from '../../queue/packages.ts';

/** `name` is what Redis calls this client. */
export async function openQueue<T>(
  url: string,
  name: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const address = queueAddress(url, process.env);
  const connection = await connect(address, await queuePackages(), { name });
  try {
    return await Promise.race([connection.lost, work(connection)]);
  } catch (error) {
    throw connection.inWords(error);
  } finally {
    connection.close();
    endAnyway();
  }
}

const GRACE_MS = 2000;

/** BullMQ tries for ever to reach a Redis that is gone, and nothing stops it; the status is set by then. */
function endAnyway(): void {
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
