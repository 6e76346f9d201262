// Reads the body of a request within a size and a time, and gets rid of one that nobody wants.
import type { IncomingMessage } from 'node:http'

/** Bytes of an unwanted body that are thrown away before the connection is cut, so that most senders still read our answer. */
const DISCARDED = 8 * 1024 * 1024
/** Milliseconds that an unwanted body may take. */
const DISCARDED_WITHIN = 3_000

/** Resolves with the bytes, or with why there are none. Never rejects. `limit` is in bytes, `within` in milliseconds. */
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
    // Without a listener the error of a connection that breaks would be nobody's; `close` follows it.
    request.on('error', () => {})
  })
}

/** Reads and forgets what is still to come, so that its sender gets to read our answer; one who does not end is cut off. */
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
