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
  }
}
