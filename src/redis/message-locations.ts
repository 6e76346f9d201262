// Remembers in which message of Slack each card, notice and reminder stands, and which process is about to post it.
import {
  type MessageKey,
  type MessageKind,
  type MessageLocation,
  type MessageLocations,
  messageKinds,
  type Reservation,
} from '../core/message-locations.ts'
import { DAY, MINUTE } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { reserveMessage } from './scripts/reserve-message.ts'
import { setField } from './scripts/set-field.ts'

/** How long locations are kept after the last message was posted, milliseconds: longer than a closed request is kept. */
const KEPT = 120 * DAY
/** Stands for a message that was deleted. It looks like a location, so that nobody reserves the message again. */
const REMOVED = 'removed:1'
/** Posting takes seconds: a process that began a minute ago and stored no location has crashed, or got no answer. */
const POSTING = MINUTE

const reservations: readonly Reservation[] = ['taken', 'free', 'interrupted']

export function messageLocationsIn(connection: Connection, keys: Keys): MessageLocations {
  return {
    async of(subject) {
      const stored = await connection.send((redis) => redis.hgetall(keys.messagesOf(subject)))
      return Object.entries(stored).flatMap(([field, text]) => {
        const key = keyIn(field)
        const isRemoved = text === REMOVED
        const location = isRemoved ? undefined : locationIn(text)
        // What an earlier version was about to post is posted under today's key: its reservation would never end.
        if (key && !location && !field.includes('|') && /^\d+$/.test(text)) return []
        // Reservations are numbers. Without a location that can be read the message is posted again: two are better than none.
        if (!key || (!location && !isRemoved && !/^\d+$/.test(text))) {
          connection.trouble(`where a message about ${subject} stands cannot be read in Redis`)
          return []
        }
        return [{ key, location, ...(isRemoved && { isRemoved }) }]
      })
    },

    async reserve(subject, key, now) {
      const values = [fieldOf(key), Math.round(now), Math.round(now) - POSTING, KEPT]
      const answer = await connection.run(reserveMessage, [keys.messagesOf(subject)], values)
      return reservations[Number(answer)] ?? 'taken'
    },

    async store(subject, key, { channel, ts }) {
      await connection.run(setField, [keys.messagesOf(subject)], [fieldOf(key), `${channel}:${ts}`, KEPT])
    },

    async storeRemoved(subject, key) {
      await connection.run(setField, [keys.messagesOf(subject)], [fieldOf(key), REMOVED, KEPT])
    },

    async forget(subject) {
      await connection.send((redis) => redis.del(keys.messagesOf(subject)))
    },
  }
}

/** Slack ids have letters and digits only, and kinds no `|`. */
function fieldOf({ reader, kind, attempt, at }: MessageKey): string {
  return [kind, reader, attempt, at].join('|')
}

function keyIn(field: string): MessageKey | undefined {
  const [kind = '', reader, attempt, at, ...rest] = field.split('|')
  if (reader === undefined) return earlierKeyIn(field)
  if (!isKind(kind) || at === undefined || rest.length > 0) return undefined
  return { kind, reader, attempt: Number(attempt), at: Number(at) }
}

function isKind(text: string): text is MessageKind {
  return (messageKinds as readonly string[]).includes(text)
}

/** Fields were `reader`, `reader reminder 2`, `reader chased 1` or `reader cut owed 1 1790000000000` before they had kinds. */
function earlierKeyIn(field: string): MessageKey | undefined {
  const [, reader = '', name = '', attempt = 0, at = 0] =
    /^(\w+)(?: ([a-z ]+?))?(?: (\d+))?(?: (\d+))?$/.exec(field) ?? []
  const kind = earlierKinds[name]
  return reader === '' || kind === undefined ? undefined : { reader, kind, attempt: Number(attempt), at: Number(at) }
}

const earlierKinds: Readonly<Record<string, MessageKind>> = {
  '': 'card',
  reminder: 'review reminder',
  escalated: 'escalated',
  lapsed: 'lapsed',
  interrupted: 'interrupted',
  chased: 'receipt reminder',
  ended: 'revoked',
  owed: 'owner must revoke',
  cut: 'old token revoked',
  'cut owed': 'owner must revoke old token',
}

/** Neither a channel's id nor a timestamp has a colon. */
function locationIn(text: string): MessageLocation | undefined {
  const [channel, ts, ...rest] = text.split(':')
  return channel && ts && rest.length === 0 ? { channel, ts } : undefined
}
