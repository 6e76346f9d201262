// Replies privately to one person: in the conversation of the interaction, or else in their direct messages.
import { RespondError, type RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import type { Words } from '../words/words.ts'
import { isLastingReason, NOT_SLACK, reasonOf } from './client.ts'
import type { Message } from './interaction.ts'
import { withoutPreviews } from './outbox.ts'

/** No way to reply worked, so a message about this failure would not arrive either. */
export class UndeliverableReply extends BotError<'slack_unavailable'> {
  constructor(reasons: readonly string[]) {
    super('slack_unavailable', { operation: 'answer you', reason: [...new Set(reasons)].join(', ') })
  }
}

export interface ReplyTarget {
  /** A client with short timeouts, so that the next way is tried while the person still waits. */
  client: WebClient
  /** Slack id. */
  user: string
  /**
   * Replies in the conversation of the interaction: five times within thirty minutes. Undefined for forms and messages.
   */
  respond?: RespondFn | undefined
  /** The conversation with the bot's message that was clicked. */
  channel?: string | undefined
  /** For a submitted form or a shortcut: opens a form with the reply, which works for three seconds afterwards. */
  open?: ((message: Message) => Promise<unknown>) | undefined
  /** For a click on Home: opens a form with the reply, and only if that fails another way is tried. */
  first?: ((message: Message) => Promise<unknown>) | undefined
  /** Called with the reason why a reply had to take another way. */
  onDetour: (reason: string) => void
}

export interface PrivateReplies {
  /** Throws `UndeliverableReply`. */
  answer(message: Message): Promise<void>
  /** Replaces the private message that was clicked, or replies like `answer`. Throws `UndeliverableReply`. */
  replace(message: Message): Promise<void>
  /** Removes the private message that was clicked, or tells the person how to do it. Throws `UndeliverableReply`. */
  remove(words: Words): Promise<void>
}

export type RepliesTo = (target: Pick<ReplyTarget, 'user' | 'respond' | 'channel' | 'open' | 'first'>) => PrivateReplies

type Way = (message: Message) => Promise<void>

/** All ways are private: the reply is visible to one person only, or in their direct messages. */
export function createPrivateReplies({
  client,
  user,
  respond,
  channel,
  open,
  first,
  onDetour,
}: ReplyTarget): PrivateReplies {
  let isOver = respond === undefined

  async function responds(body: Parameters<RespondFn>[0]): Promise<void> {
    try {
      await responded(respond, body)
    } catch (error) {
      // The response URL is used up or too old, and stays so for later replies.
      isOver = error instanceof RespondError && [404, 410].includes(error.statusCode)
      throw error
    }
  }

  // In the direct messages the person can find the reply at any time.
  const write: Way = async (message) => {
    await client.chat.postMessage({ channel: user, ...message, ...withoutPreviews })
  }
  // This method has a rate limit of its own. It only works for active people, and a person who has just clicked is
  // active.
  const show: Way = async (message) => {
    const there = channel ?? (await client.conversations.open({ users: user })).channel?.id ?? ''
    await client.chat.postEphemeral({ channel: there, user, ...message })
  }

  const atOnce: Way[] = first === undefined ? [] : [async (message) => void (await first(message))]
  const inForm: Way[] = open === undefined ? [] : [async (message) => void (await open(message))]

  async function inTurn(first: readonly Way[], message: Message): Promise<void> {
    const reasons: string[] = []
    const ways = [...first]
    for (let way = ways.shift(); way; way = ways.shift()) {
      try {
        return await way(message)
      } catch (error) {
        const reason = whyNot(error)
        reasons.push(reason)
        // Where the bot may not write for good, an ephemeral message most often isn't let in either, and the form can't wait.
        if (way === write) ways.push(...(isLastingReason(reason) ? [...inForm, show] : [show, ...inForm]))
        if (ways.length > 0) onDetour(reason)
      }
    }
    throw new UndeliverableReply(reasons)
  }

  // `response_type` is always set: emulators (and perhaps Slack in the future) show a message without it to everybody.
  const here = (how: object): Way[] =>
    isOver ? [] : [(message) => responds({ response_type: 'ephemeral', ...how, ...message })]

  return {
    answer: (message) => inTurn([...atOnce, ...here({ replace_original: false }), write], message),
    replace: (message) => inTurn([...atOnce, ...here({ replace_original: true }), write], message),
    async remove(words) {
      const take = () => responds({ delete_original: true })
      try {
        if (!isOver) return await take().catch((error: unknown) => (isOver ? Promise.reject(error) : take()))
      } catch (error) {
        onDetour(whyNot(error))
      }
      await inTurn([write], { text: words.menu.cannotRemove })
    },
  }
}

/** Milliseconds. Bolt's own call has no timeout, and accepts a proxy's page with status 200 as Slack's answer. */
const TIMEOUT = 4 * SECOND

async function responded(respond: RespondFn | undefined, body: Parameters<RespondFn>[0]): Promise<void> {
  if (!respond) throw new BotError('broken', {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BotError('slack_unavailable', { operation: 'answer you', reason: 'timeout' })),
      TIMEOUT,
    )
  })
  try {
    const answer = (await Promise.race([respond(body), late])) as Response | undefined
    if (answer?.headers?.get('content-type')?.includes('text/html')) {
      throw new BotError('slack_unavailable', { operation: 'answer you', reason: NOT_SLACK })
    }
  } finally {
    clearTimeout(timer)
  }
}

/** A code or a status, without any user data. */
function whyNot(error: unknown): string {
  if (error instanceof RespondError) return `response_url ${error.statusCode}`
  if (error instanceof BotError) return (error.facts as { reason?: string }).reason ?? error.code
  return reasonOf(error)
}
