// Where in Slack each message stands that is posted once and edited afterwards, and how it is named until then.
import { requestNotices } from './requests/notice-kinds.ts'

export const messageKinds = [
  'card',
  'review reminder',
  'token reminder',
  'leak report',
  'delegation',
  'link card',
  'link notice',
  'unreviewable',
  'ended token',
  'ended notice',
  ...requestNotices,
] as const
export type MessageKind = (typeof messageKinds)[number]

/** Names one message about a subject: a request, a reminder, a token that was reported, or an approver who delegates. */
export interface MessageKey {
  /** Slack id of the person or channel that reads it. */
  reader: string
  kind: MessageKind
  /** Number of the claim or reminder that it belongs to; 0 where there is only one such message. */
  attempt: number
  /** Milliseconds since epoch that tell two such messages of one attempt apart; 0 where nothing has to. */
  at: number
}

export interface MessageLocation {
  channel: string
  ts: string
}

export interface StoredMessage {
  key: MessageKey
  /**
   * Undefined while a process posts it, after one crashed between posting it and storing its location, and for a message
   * that was removed.
   */
  location: MessageLocation | undefined
  /** A newer message has taken its place, or Slack refused it for good. It is not posted any more. */
  isRemoved?: true
}

/**
 * - `free`: no process has begun to post it, and the caller may
 * - `interrupted`: a process began more than a minute ago and stored no location, so that it may have been posted; the caller may post it
 * - `taken`: it was posted, or another process is posting it
 */
export type Reservation = 'free' | 'interrupted' | 'taken'

/** Used by the Slack room only. Every method throws `redis_unavailable`. */
export interface MessageLocations {
  of(subject: string): Promise<StoredMessage[]>
  /** `now` in milliseconds since epoch. */
  reserve(subject: string, key: MessageKey, now: number): Promise<Reservation>
  store(subject: string, key: MessageKey, location: MessageLocation): Promise<void>
  /** Keeps in mind that the message was deleted, or is not to be posted. */
  storeRemoved(subject: string, key: MessageKey): Promise<void>
  forget(subject: string): Promise<void>
}

export function isSameKey(one: MessageKey, other: MessageKey): boolean {
  return one.reader === other.reader && one.kind === other.kind && one.attempt === other.attempt && one.at === other.at
}
