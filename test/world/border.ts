// A server's address for one bot alone, which can be cut off: its connections end, and no new one is let in.
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

export interface Border {
  port: number
  /** Connections that were tried since it was cut off. */
  readonly refused: number
  /** From this moment on nothing passes, in either direction. It goes on to listen, so that it hears who still tries. */
  cut(): void
  close(): Promise<void>
}

/** Listens on loopback. `welcome` is handed each connection that is let in. */
export async function openBorder(server: Server, welcome: (caller: Socket) => void = () => {}): Promise<Border> {
  const callers = new Set<Socket>()
  let isCut = false
  let refused = 0
  server.on('connection', (caller: Socket) => {
    if (isCut) {
      refused += 1
      caller.destroy()
      return
    }
    callers.add(caller)
    caller.once('close', () => callers.delete(caller))
    welcome(caller)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const caller of callers) caller.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    get refused() {
      return refused
    },
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
