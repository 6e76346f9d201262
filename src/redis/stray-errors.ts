// Listens to the errors of sockets that ioredis does not listen to any more: nobody's error may end the process.
import type { Redis } from 'ioredis'

/**
 * ioredis listens to the first error of each socket. A second one, as a TLS connection can have while it is taken down,
 * would have no listener and end the process. Sockets are reached when the first is told of.
 */
export function listenToStrayErrors(redis: Redis): void {
  redis.on('error', () => {
    const stream: unknown = Reflect.get(redis, 'stream')
    if (isEmitter(stream)) stream.on('error', () => undefined)
  })
}

/** The same for the nodes of a cluster, which ioredis makes by itself, and for what it asks them by the side. */
export function listenToNode(node: Redis): void {
  listenToStrayErrors(node)
  const duplicate = node.duplicate.bind(node)
  node.duplicate = (override) => {
    const made = duplicate(override)
    listenToStrayErrors(made)
    return made
  }
  // ioredis asks a node to take a slot that is just arriving, and nobody listens when that node is lost.
  const asking = node.asking.bind(node)
  node.asking = () => {
    const asked = asking()
    asked.catch(() => undefined)
    return asked
  }
}

/** The same for the connections to Sentinels, which the connector of ioredis makes by itself. */
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
