// Every message that was posted to somebody, under the name that the bot gave it; an edit may take that name off again.
import { type MessageKey, type MessageKind, messageKinds } from '../../src/core/message-locations.ts'
import type { World } from '../world/world.ts'

export interface Posted {
  /** Slack id of its reader. */
  to: string
  /** As it was posted. */
  text: string
  /** A request's id, or a reminder; undefined for what is said beside those, and may be lost. */
  subject: string | undefined
  key: MessageKey | undefined
}

/** The list grows with each message. */
export function watchPosts({ slack, ana, bea, carl }: World): readonly Posted[] {
  const posted: Posted[] = []
  const known = new Set<string>()
  slack.onChange(() => {
    for (const person of [ana, bea, carl]) {
      for (const { ts, text, blocks } of person.messages) {
        const place = `${person.dm} ${ts}`
        if (known.has(place)) continue
        known.add(place)
        posted.push({ to: person.id, text, ...nameIn(blocks[0]?.block_id ?? '') })
      }
    }
  })
  return posted
}

function nameIn(marker: string): Pick<Posted, 'subject' | 'key'> {
  const [subject, kind = '', reader = '', attempt, at] = marker.split('|')
  if (at === undefined || !(messageKinds as readonly string[]).includes(kind)) {
    return { subject: undefined, key: undefined }
  }
  return { subject, key: { kind: kind as MessageKind, reader, attempt: Number(attempt), at: Number(at) } }
}
