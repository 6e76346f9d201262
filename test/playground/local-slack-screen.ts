// What local-slack pushes to every open browser page, kept as state that can be waited on.
import { WebSocket } from 'undici'
import type { Message, View } from './local-slack-blocks.ts'

interface Channel {
  id: string
  is_im: boolean
  members: string[]
}

interface Snapshot {
  channels: Channel[]
  messages: Record<string, Message[]>
  modalStack: View[]
  homeViews: Record<string, Record<string, View>>
}

// Undocumented; read from the 0.1.8 program. `init` comes on connecting and after a reset, the others as things happen.
// `log` and `socket_status` come too and are of no use here.
type Frame =
  | { t: 'init'; state: Snapshot }
  | { t: 'message' | 'message_update'; message: Message }
  | { t: 'message_delete'; channel: string; ts: string }
  | { t: 'channel'; channel: Channel }
  | { t: 'view'; stack: View[] }
  | { t: 'view_errors'; errors: Record<string, string> }
  | { t: 'home'; user: string; appId: string; view: View }

/** What the page sends for the two deeds that `/_control` does not offer. */
export type UiMessage =
  | { t: 'view_submit'; user: string; values: Record<string, Record<string, unknown>> }
  | { t: 'view_close'; user: string }
  | { t: 'block_action'; channel: ''; messageTs: ''; user: string; action: unknown }

export class Screen {
  channels = new Map<string, Channel>()
  messages: Message[] = []
  /** local-slack has one stack for everybody, not one for each person. */
  views: View[] = []
  /** By block id, as the app answered; gone with the next change of the view. */
  viewErrors: Record<string, string> = {}
  homes = new Map<string, View>()
  /** Counts the times that the form changed or was refused, so that a submission can be waited for. */
  formChanges = 0

  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()
  #closed = false

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.#take(JSON.parse(String(data)) as Frame)
      this.#wake()
    })
    socket.addEventListener('close', () => {
      this.#closed = true
      this.#wake()
    })
  }

  static async at(url: string): Promise<Screen> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ui`)
    const screen = new Screen(socket)
    await screen.until(
      () => screen.channels.size > 0 || undefined,
      5000,
      () => 'It sent no channels.',
    )
    return screen
  }

  send(message: UiMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  close(): void {
    this.#socket.close()
  }

  /** Looks again after each change until there is something; fails with `complaint` after so many milliseconds. */
  async until<T>(look: () => T | undefined, millis: number, complaint: () => string): Promise<T> {
    const deadline = Date.now() + millis
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      const left = deadline - Date.now()
      if (left <= 0 || this.#closed) throw new Error(this.#closed ? `local-slack is gone. ${complaint()}` : complaint())
      await this.#change(left)
    }
  }

  #change(millis: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, millis)
      this.#waiting.add(done)
    })
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  #take(frame: Frame): void {
    switch (frame.t) {
      case 'init':
        this.channels = new Map(frame.state.channels.map((channel) => [channel.id, channel]))
        this.messages = Object.values(frame.state.messages).flat()
        this.homes.clear()
        for (const [user, views] of Object.entries(frame.state.homeViews)) {
          for (const view of Object.values(views)) this.homes.set(user, view)
        }
        this.#form(frame.state.modalStack, {})
        break
      case 'message':
        this.messages.push(frame.message)
        break
      case 'message_update':
        this.messages = this.messages.map((old) => (sameMessage(old, frame.message) ? frame.message : old))
        break
      case 'message_delete':
        this.messages = this.messages.filter((old) => !sameMessage(old, frame))
        break
      case 'channel':
        this.channels.set(frame.channel.id, frame.channel)
        break
      case 'view':
        this.#form(frame.stack, {})
        break
      case 'view_errors':
        this.#form(this.views, frame.errors)
        break
      case 'home':
        this.homes.set(frame.user, frame.view)
        break
    }
  }

  #form(views: View[], errors: Record<string, string>): void {
    this.views = views
    this.viewErrors = errors
    this.formChanges += 1
  }
}

function sameMessage(one: { channel: string; ts: string }, other: { channel: string; ts: string }): boolean {
  return one.channel === other.channel && one.ts === other.ts
}
