// Reports each outage of Redis to the operator once for each reason, and once when it is over.
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

/** A problem counts as over after this time without a repetition, milliseconds. */
const QUIET = 10_000

const noWrites: Record<Facts['redis_unusable']['because'], string> = {
  full: 'it is full; give it more memory',
  'read-only': 'it is a read-only replica; connect to the primary',
  'not saving': 'it cannot save to its disk; look at that disk',
  'no replicas': 'too few replicas are connected to it; look at them',
  cluster: 'it is a cluster; set REDIS_MODE=cluster',
  permission: 'its user may not do that; docs/redis.md lists what it must be allowed',
}

export function reportOutages(report: (message: string) => void): Outages {
  /**
   * Messages that were reported and are not over yet. Those in `passing` are over after a quiet time and have a timer.
   */
  const connection = new Set<string>()
  const writes = new Set<string>()
  const passing = new Map<string, NodeJS.Timeout>()
  let cluster = false
  let closed = false

  function reportOnce(reported: Set<string>, message: string): void {
    if (reported.has(message) || closed) return
    reported.add(message)
    report(message)
  }

  function reportUntilQuiet(message: string, over: string): void {
    if (closed) return
    if (!passing.has(message)) report(message)
    clearTimeout(passing.get(message))
    const checkQuiet = () => {
      // Without a connection no command can fail, so the quiet time begins again.
      if (connection.size > 0) {
        passing.set(message, setTimeout(checkQuiet, QUIET).unref())
        return
      }
      passing.delete(message)
      report(over)
    }
    passing.set(message, setTimeout(checkQuiet, QUIET).unref())
  }

  function reportEnd(reported: Set<string>, message: string): void {
    if (reported.size > 0 && !closed) report(message)
    reported.clear()
  }

  return {
    noConnection: (reason) => reportOnce(connection, `no connection to Redis: ${reason}`),
    connected: () => reportEnd(connection, 'connected to Redis again'),
    noAnswer: (milliseconds) =>
      reportUntilQuiet(`no answer from Redis within ${milliseconds} ms`, 'Redis answers in time again'),
    refused: (word) => reportUntilQuiet(`Redis refused a command: ${word}`, `Redis refuses no more: ${word}`),
    takesNoWrites: (because, word) => reportOnce(writes, `Redis takes no writes: ${noWrites[because]} (${word})`),
    takesWrites: () => reportEnd(writes, 'Redis takes writes again'),
    meetsCluster() {
      if (!cluster && !closed) report('this Redis is a node of a cluster: set REDIS_MODE=cluster')
      cluster = true
    },
    close() {
      closed = true
      for (const timer of passing.values()) clearTimeout(timer)
    },
  }
}
