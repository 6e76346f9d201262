// Listens to socket errors that ioredis does not listen to, because an unhandled error ends the process.
import type { Redis } from 'ioredis'

/**
 * ioredis listens only to the first error of each socket. A TLS connection can have a second one while it is closed,
 * which would have no listener and end the process. The socket is reached when the first error is reported.
 */
export function listenToStrayErrors(redis: Redis): void {
  redis.on('error', () => {
    const stream: unknown = Reflect.get(redis, 'stream')
    if (isEmitter(stream)) stream.on('error', () => undefined)
  })
}

/** The same for the nodes of a cluster and their duplicates, which ioredis creates itself. */
export function listenToNode(node: Redis): void {
  listenToStrayErrors(node)
  const duplicate = node.duplicate.bind(node)
  node.duplicate = (override) => {
    const made = duplicate(override)
    listenToStrayErrors(made)
    return made
  }
  // ioredis sends ASKING for a slot that is being moved, and leaves the rejection unhandled if that node is lost.
  const asking = node.asking.bind(node)
  node.asking = () => {
    const asked = asking()
    asked.catch(() => undefined)
    return asked
  }
}

/** The same for the connections to Sentinels, which the connector of ioredis creates itself. */
export function listenToSentinels(redis: Redis): void {
  const connector: unknown = Reflect.get(redis, 'connector')
  const connect: unknown = typeof connector === 'object' && connector && Reflect.get(connector, 'connectToSentinel')
  if (typeof connector !== 'object' || !connector || typeof connect !== 'function') return
  Reflect.set(connector, 'connectToSentinel', (...wanted: unknown[]) => {
    const made = Reflect.apply(connect, connector, wanted) as Redis
    listenToStrayErrors(made)
    return made
  })
}

function isEmitter(value: unknown): value is { on(event: 'error', listener: () => void): void } {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'on') === 'function'
}
