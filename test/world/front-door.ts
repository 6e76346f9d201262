// An address that stays while the bots behind it die and come back, as browsers know it.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface FrontDoor {
  port: number
  /** To which port of this machine it leads from now on; nobody is there without one. */
  leadsTo(port: number | undefined): void
  /** Ends every connection at once; resolves when nobody listens any more. */
  close(): Promise<void>
}

/** Port 0 takes a free one. */
export async function openFrontDoor(port: number): Promise<FrontDoor> {
  let behind: number | undefined
  const sockets = new Set<Socket>()
  const server = createServer((caller) => {
    if (behind === undefined) return void caller.destroy()
    const bot = connect(behind, '127.0.0.1')
    for (const socket of [caller, bot]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        caller.destroy()
        bot.destroy()
      })
    }
    caller.pipe(bot).pipe(caller)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    leadsTo(port) {
      behind = port
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
