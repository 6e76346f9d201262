// Tells an operator of each outage of Redis once for each reason, and once when it is over.
import type { Facts } from '../core/errors.ts'

export interface Outages {
  noConnection(reason: string): void
  connected(): void
  noAnswer(milliseconds: number): void
  refused(word: string): void
  takesNoWrites(because: Facts['redis_unusable']['because'], word: string): void
  takesWrites(): void
  meetsCluster(): void
  close(): void
}

/** What has not happened again for so long is over, milliseconds. */
const QUIET = 10_000

const noWrites: Record<Facts['redis_unusable']['because'], string> = {
  full: 'it is full; give it more memory',
  'read-only': 'it is a read-only replica; connect to the primary',
  'not saving': 'it cannot save to its disk; look at that disk',
  'no replicas': 'too few replicas are connected to it; look at them',
  cluster: 'it is a cluster; set REDIS_MODE=cluster',
  permission: 'its user may not do that; docs/redis.md lists what it must be allowed',
}

export function reportOutages(tell: (message: string) => void): Outages {
  /** What was told and is not over yet. What ends by quiet has a timer. */
  const connection = new Set<string>()
  const writes = new Set<string>()
  const passing = new Map<string, NodeJS.Timeout>()
  let cluster = false
  let closed = false

  function tellOnce(told: Set<string>, message: string): void {
    if (told.has(message) || closed) return
    told.add(message)
    tell(message)
  }

  function untilQuiet(message: string, over: string): void {
    if (closed) return
    if (!passing.has(message)) tell(message)
    clearTimeout(passing.get(message))
    const look = () => {
      // While nothing can be asked nothing fails either, which is no sign that it is over.
      if (connection.size > 0) {
        passing.set(message, setTimeout(look, QUIET).unref())
        return
      }
      passing.delete(message)
      tell(over)
    }
    passing.set(message, setTimeout(look, QUIET).unref())
  }

  function allOver(told: Set<string>, message: string): void {
    if (told.size > 0 && !closed) tell(message)
    told.clear()
  }

  return {
    noConnection: (reason) => tellOnce(connection, `no connection to Redis: ${reason}`),
    connected: () => allOver(connection, 'connected to Redis again'),
    noAnswer: (milliseconds) =>
      untilQuiet(`no answer from Redis within ${milliseconds} ms`, 'Redis answers in time again'),
    refused: (word) => untilQuiet(`Redis refused a command: ${word}`, `Redis refuses no more: ${word}`),
    takesNoWrites: (because, word) => tellOnce(writes, `Redis takes no writes: ${noWrites[because]} (${word})`),
    takesWrites: () => allOver(writes, 'Redis takes writes again'),
    meetsCluster() {
      if (!cluster && !closed) tell('this Redis is a node of a cluster: set REDIS_MODE=cluster')
      cluster = true
    },
    close() {
      closed = true
      for (const timer of passing.values()) clearTimeout(timer)
    },
  }
}
