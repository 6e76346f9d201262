// response_urls: the right to answer one interaction, five times within thirty minutes.
import { withIds } from './block-ids.ts'
import { readMessage } from './limits/messages.ts'
import type { World } from './world.ts'

/** interactivity/handling-user-interaction: "up to 5 times within 30 minutes". */
const USES = 5
const LIFE = 30 * 60_000

/** The interaction that the URL answers; `message` is what was clicked on, if it was a message. */
export interface Origin {
  readonly person: string
  readonly channel: string
  readonly message?: { readonly ts: string; readonly ephemeral: boolean }
}

interface Issued {
  readonly origin: Origin
  readonly at: number
  uses: number
}

export interface UrlAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
}

export class ResponseUrls {
  readonly #issued = new Map<string, Issued>()

  /** The last part of a new URL. */
  issue(origin: Origin, now: number): string {
    const id = `R${this.#issued.size + 1}${Math.random().toString(36).slice(2, 12)}`
    this.#issued.set(id, { origin, at: now, uses: 0 })
    return id
  }

  use(id: string, now: number): Origin | { error: string } {
    const url = this.#issued.get(id)
    if (!url) return { error: 'invalid_url' }
    if (now - url.at > LIFE) return { error: 'expired_url' }
    if (url.uses >= USES) return { error: 'used_url' }
    url.uses += 1
    return url.origin
  }
}

/** Does what a post to a response_url asks for. */
export function answerUrl(world: World, id: string, args: Record<string, unknown>): UrlAnswer {
  const origin = world.responseUrls.use(id, world.now())
  if ('error' in origin) return { status: 404, body: { ok: false, error: origin.error } }
  const { conversations } = world
  const source = origin.message
  const original = source?.ephemeral
    ? conversations.ephemeral(origin.person, source.ts)
    : source && conversations.find(origin.channel, source.ts)

  if (isTrue(args.delete_original)) {
    if (!source) world.warn('delete_original on a response_url of a slash command: there is nothing to delete')
    if (original) conversations.remove(original)
    return done(world)
  }
  const read = readMessage(args, world.warn)
  if ('refused' in read) return refuse(read.refused.error, read.refused.messages)
  const content = { text: read.content.text, blocks: withIds(read.content.blocks) }
  if (isTrue(args.replace_original) && source) {
    // A message that is gone stays gone. What is ephemeral stays so: visibility never changes (facts C1).
    if (original) Object.assign(original, content, { edited: true })
    if (original && !source.ephemeral) world.overheard('changed', original)
    return done(world)
  }
  if (isTrue(args.replace_original)) world.warn('replace_original on a response_url of a slash command')
  world.say({
    ...content,
    channel: origin.channel,
    to: args.response_type === 'in_channel' ? undefined : origin.person,
  })
  return done(world)
}

const isTrue = (value: unknown) => value === true || value === 'true'

const refuse = (error: string, messages: readonly string[]): UrlAnswer => ({
  status: 400,
  body: { ok: false, error, response_metadata: { messages } },
})

function done(world: World): UrlAnswer {
  world.changes.changed()
  return { status: 200, body: { ok: true } }
}
