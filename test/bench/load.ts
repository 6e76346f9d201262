// Sends signed requests over kept-alive connections and times their acknowledgements.
import { setTimeout as later } from 'node:timers/promises'
import { Pool } from 'undici'
import { sign } from '../world/slack/driver/sign.ts'

export interface Load {
  /** Forms, or JSON. */
  bodies: readonly string[]
  /** How many requests wait for their acknowledgement at the same time. */
  inFlight: number
  /** Milliseconds between an acknowledgement and the next request on the same connection. */
  pause: number
}

export interface Timed {
  /** Milliseconds from sending to the complete answer, by request. */
  latencies: number[]
  /** Milliseconds from the first request to the last acknowledgement. */
  duration: number
}

export interface Sender {
  send(load: Load): Promise<Timed>
  close(): Promise<void>
}

export function openSender(url: string, signingSecret: string, connections: number): Sender {
  // The apps hang up after five idle seconds; our side lets go earlier, so that no request meets a closing socket.
  const pool = new Pool(url, { connections, pipelining: 1, keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 })

  async function send({ bodies, inFlight, pause }: Load): Promise<Timed> {
    const timestamp = String(Math.floor(Date.now() / 1_000))
    // Signed and copied before the clock starts.
    const requests = bodies.map((body) => ({
      path: '/slack/events',
      method: 'POST' as const,
      headers: {
        'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': sign(signingSecret, timestamp, body),
      },
      body: Buffer.from(body),
    }))
    const latencies: number[] = []
    let next = 0
    const sendInTurn = async () => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const begun = performance.now()
        const { statusCode, body } = await pool.request(request)
        await body.dump()
        latencies.push(performance.now() - begun)
        if (statusCode !== 200) throw new Error(`Acknowledged with ${statusCode}`)
        if (pause > 0) await later(pause)
      }
    }
    const begun = performance.now()
    await Promise.all(Array.from({ length: inFlight }, sendInTurn))
    return { latencies, duration: performance.now() - begun }
  }

  return { send, close: () => pool.close() }
}
