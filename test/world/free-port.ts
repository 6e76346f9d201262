// Finds a port that nothing listens on at this moment.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Only for addresses that must be told to somebody before the listener exists: another process may take it first. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('The probe for a free port got no port.')
  return address.port
}
