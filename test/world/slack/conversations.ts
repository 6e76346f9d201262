// What stands in conversations: messages that are kept, edited in place, and ephemeral ones that only one person has.
import type { Block } from './limits/blocks.ts'

export interface PostedFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly content: string
}

export interface Message {
  readonly ts: string
  readonly channel: string
  /** The author's user id; the bot's own for what the bot says. */
  readonly user: string
  text: string
  blocks: Block[]
  edited: boolean
  readonly files: readonly PostedFile[]
  /** What else Slack keeps of it, as it says it: attachments, the thread, the app that posted it. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** An ephemeral message: `to` alone sees it, until the client is loaded again. */
export interface Ephemeral extends Message {
  readonly to: string
}

export class Conversations {
  readonly #messages = new Map<string, Message>()
  #ephemerals: Ephemeral[] = []
  /** Counts up, so that no two messages share a ts however still the clock stands. */
  #count = 0

  /** Slack's ts: seconds, a point, six digits that make it unique; messages sort by it in the order they were posted. */
  stamp(now: number): string {
    this.#count += 1
    return `${Math.floor(now / 1000)}.${String(this.#count).padStart(6, '0')}`
  }

  post(message: Message): Message {
    this.#messages.set(key(message.channel, message.ts), message)
    return message
  }

  show(ephemeral: Ephemeral): void {
    this.#ephemerals.push(ephemeral)
  }

  in(channel: string): readonly Message[] {
    return [...this.#messages.values()].filter((message) => message.channel === channel)
  }

  find(channel: string, ts: string): Message | undefined {
    return this.#messages.get(key(channel, ts))
  }

  remove(message: Message): void {
    this.#messages.delete(key(message.channel, message.ts))
    this.#ephemerals = this.#ephemerals.filter((other) => other !== message)
  }

  ephemeralsOf(person: string): readonly Ephemeral[] {
    return this.#ephemerals.filter((ephemeral) => ephemeral.to === person)
  }

  ephemeral(person: string, ts: string): Ephemeral | undefined {
    return this.ephemeralsOf(person).find((ephemeral) => ephemeral.ts === ts)
  }

  /** The client was loaded again: Slack keeps no ephemeral message (chat.postEphemeral). */
  forgetEphemerals(person: string): void {
    this.#ephemerals = this.#ephemerals.filter((ephemeral) => ephemeral.to !== person)
  }
}

const key = (channel: string, ts: string) => `${channel} ${ts}`
