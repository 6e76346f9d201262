// The message on which a shortcut was used: who posted it where, and the ids of tokens in it. Its texts are taken away.
import type { ShortcutMessage } from './interaction.ts'
import { type TokensFound, tokensIn } from './message-texts.ts'

/** What is kept of the message in the body: nothing that anybody wrote. */
interface Kept extends TokensFound {
  ts?: string
  thread_ts?: string
  user?: string
  bot_id?: string
}

type Json = Record<string, unknown>

/** All that Bolt and the listener need. What Slack may add later is left out, because it could repeat the message. */
const KEPT = [
  ...['type', 'callback_id', 'trigger_id', 'response_url', 'action_ts', 'message_ts'],
  ...['user', 'team', 'enterprise', 'is_enterprise_install', 'channel', 'api_app_id'],
]

/**
 * The body of a shortcut that was used on a message, with the ids of tokens in place of the message's texts: the one
 * body from Slack that may hold a token of anybody. It has been checked by `received`.
 */
export function withoutTexts(body: Json): Json {
  const { ts, thread_ts, user, bot_id } = body.message as Json
  const known = { ts: ts ?? body.message_ts, thread_ts, user, bot_id }
  const message = Object.fromEntries(Object.entries(known).filter(([, value]) => typeof value === 'string'))
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => KEPT.includes(name)))
  return { ...kept, message: { ...message, ...tokensIn(body.message as object) } satisfies Kept }
}

/** Reads a body that `withoutTexts` made; undefined for a shortcut that was not used on a message. */
export function shortcutMessageIn(body: object): ShortcutMessage | undefined {
  const { message, channel, team } = body as {
    message?: Kept
    channel?: { id: string }
    team?: { domain?: unknown } | null
  }
  if (!message || !channel) return undefined
  const { user, bot_id, holdsToken, tids } = message
  return {
    author: bot_id === undefined ? user : undefined,
    link: linkTo(team?.domain, channel.id, message),
    holdsToken,
    tids,
  }
}

/** The same as `chat.getPermalink` answers, which the bot may only ask where it is a member. */
function linkTo(domain: unknown, channel: string, { ts, thread_ts }: Kept): string | undefined {
  if (typeof domain !== 'string' || !/^[a-z0-9-]+$/.test(domain) || !/^[A-Z0-9]+$/.test(channel)) return undefined
  if (ts === undefined || !TIMESTAMP.test(ts)) return undefined
  const isReply = thread_ts !== undefined && thread_ts !== ts && TIMESTAMP.test(thread_ts)
  const inThread = isReply ? `?thread_ts=${thread_ts}&cid=${channel}` : ''
  return `https://${domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}${inThread}`
}

const TIMESTAMP = /^\d{1,15}\.\d{1,10}$/
