// Reads the body of a request within limits of size and time, and discards the body of a refused one.
import type { IncomingMessage } from 'node:http'

/**
 * Bytes of a refused body that are read before the connection is closed, so that most senders can still read the
 * answer.
 */
const DISCARDED = 8 * 1024 * 1024
/** Milliseconds for the body of a refused request. */
const DISCARDED_WITHIN = 3_000

/**
 * Resolves to the bytes, or to the reason why there are none. Never rejects. `limit` is in bytes, `within` in
 * milliseconds.
 */
export function readBody(
  request: IncomingMessage,
  { limit, within }: { limit: number; within: number },
): Promise<Buffer | 'too large' | 'too slow' | 'cut off'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) finish('too large')
      else chunks.push(chunk)
    }
    const end = () => finish(Buffer.concat(chunks))
    const cutOff = () => finish('cut off')
    const timer = setTimeout(() => finish('too slow'), within)
    const finish = (body: Buffer | 'too large' | 'too slow' | 'cut off') => {
      clearTimeout(timer)
      request.off('data', take).off('end', end).off('close', cutOff)
      resolve(body)
    }
    request.on('data', take).on('end', end).on('close', cutOff)
    // Without a listener the error of a broken connection would be unhandled; `close` follows it.
    request.on('error', () => {})
  })
}

/** Reads and drops the rest of the body, so that its sender can read the answer; an endless body is cut off. */
export function discardBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    let left = DISCARDED
    const timer = setTimeout(() => request.destroy(), DISCARDED_WITHIN)
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) request.destroy()
    })
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    request.on('end', done).on('close', done)
  })
}
