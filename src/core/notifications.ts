// Which events people are notified of: by a message that Slack announces, by an edit of one that stands, or not at all.

import type { RequestNotice } from './requests/notice-kinds.ts'
import type { PolicyChangeKind } from './requests/policy-change-kinds.ts'

/**
 * - `push`: a new message, for whoever has to act or was waiting for this
 * - `edit`: what stands in their messages says how it is now
 * - `nothing`: their messages stay as they are
 */
export type Notification = 'push' | 'edit' | 'nothing'

/**
 * - `requester`: also the owner of the token that was made for the request
 * - `reviewer`: has a card of the request already, in their direct messages or as a channel
 * - `new reviewer`: is asked to decide by this event
 * - `administrator`: a bot admin
 */
export type Reader = 'requester' | 'reviewer' | 'new reviewer' | 'delegate' | 'manager' | 'administrator'

type PolicyEvent = `policy: ${PolicyChangeKind}`

/** Notices to the requester are events of their own. What a change of the policy does to a request is told by its kind. */
export type NotifiedEvent =
  | Exclude<RequestNotice, 'policy changed'>
  | PolicyEvent
  | 'request made'
  | 'approval added'
  | 'cancelled'
  | 'reviewers reminded'
  | 'nobody can review'
  | 'token shown'
  | 'receipt confirmed'
  | 'token returned'
  | 'old token cut'
  | 'expiry reminder'
  | 'expired'
  | 'reminder answered'
  | 'reminders ignored'
  | 'reminder undeliverable'
  | 'revoked by its owner'
  | 'given back by its owner'
  | 'revoked by an administrator'
  | 'everything ended'
  | 'ended token left'
  | 'ended token gone'
  | 'leak reported'
  | 'delegation started'
  | 'delegation ended'

/**
 * Answers to a command, a click or a form are not listed, because whoever did that sees the answer in front of them. A
 * reader who is not named gets nothing.
 */
const notifications: Readonly<Record<NotifiedEvent, Partial<Readonly<Record<Reader, Notification>>>>> = {
  'request made': { requester: 'push', 'new reviewer': 'push' },
  'approval added': { requester: 'edit', reviewer: 'edit' },
  decided: { requester: 'push', reviewer: 'edit' },
  cancelled: { requester: 'edit', reviewer: 'edit' },
  'reviewers reminded': { requester: 'edit', reviewer: 'push' },
  escalated: { requester: 'push', reviewer: 'edit', 'new reviewer': 'push' },
  'nobody can review': { requester: 'push', administrator: 'push' },
  lapsed: { requester: 'push', reviewer: 'edit' },
  'policy: shortened': { requester: 'push', reviewer: 'edit' },
  'policy: reviewers': { requester: 'edit', reviewer: 'edit', 'new reviewer': 'push' },
  'policy: review': { requester: 'push', reviewer: 'push', 'new reviewer': 'push' },
  'policy: approved': { requester: 'push', reviewer: 'edit' },
  'policy: denied': { requester: 'push', reviewer: 'edit' },

  'claim reminder': { requester: 'push' },
  'token shown': { requester: 'edit', reviewer: 'edit' },
  interrupted: { requester: 'push', reviewer: 'edit' },
  'receipt confirmed': { requester: 'edit', reviewer: 'edit' },
  'token returned': { requester: 'edit', reviewer: 'edit' },
  'receipt reminder': { requester: 'push' },
  revoked: { requester: 'push', reviewer: 'edit' },
  'owner must revoke': { requester: 'push', reviewer: 'edit' },

  'old token cut': { requester: 'edit' },
  'old token revoked': { requester: 'push' },
  'owner must revoke old token': { requester: 'push', reviewer: 'edit' },

  'expiry reminder': { requester: 'push' },
  expired: { requester: 'push', manager: 'edit' },
  'reminder answered': { requester: 'edit', manager: 'edit' },
  'reminders ignored': { manager: 'push' },
  'reminder undeliverable': { administrator: 'push' },

  'revoked by its owner': { requester: 'edit' },
  'given back by its owner': { requester: 'edit' },
  'revoked by an administrator': { requester: 'push' },
  'everything ended': { requester: 'push', reviewer: 'edit' },
  'ended token left': { requester: 'push', administrator: 'push' },
  'ended token gone': { requester: 'edit', administrator: 'push' },
  'leak reported': { requester: 'push' },

  'delegation started': { requester: 'edit', reviewer: 'edit', delegate: 'push', 'new reviewer': 'push' },
  'delegation ended': { requester: 'edit', reviewer: 'edit', delegate: 'edit' },
}

export const notifiedEvents = Object.keys(notifications) as NotifiedEvent[]

export function notificationOf(event: NotifiedEvent, reader: Reader): Notification {
  return notifications[event][reader] ?? 'nothing'
}
