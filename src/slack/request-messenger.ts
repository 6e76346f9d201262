// Shows the cards of a request, the notices beside them and the reminders to its reviewers.
import { isSameKey, type MessageKey } from '../core/message-locations.ts'
import type { Messenger, RequestContext } from '../core/messenger.ts'
import { type NotifiedEvent, notificationOf } from '../core/notifications.ts'
import type { DeliveryResult } from '../core/reminders/reminder-message.ts'
import { noticeKey, type RequestNotice } from '../core/requests/notice-kinds.ts'
import type { Request } from '../core/requests/request.ts'
import { undecided } from '../core/requests/review.ts'
import type { Words } from '../words/words.ts'
import type { Message } from './interaction.ts'
import type { Outbox } from './outbox.ts'
import { cardFor } from './views/card-for.ts'
import { isNotice, requestNoticeMessage, settledNoticeMessage } from './views/requests/request-notice.ts'
import { reviewReminder, settledReviewReminder } from './views/reviews/review-reminder.ts'

type RequestMessenger = Pick<
  Messenger,
  'showRequestCard' | 'settleNotices' | 'remindReviewers' | 'remindedReviewers' | 'sendNotice'
>

/** States in which no reviewer is asked to decide any more. */
const settled: ReadonlySet<Request['state']> = new Set(['approved', 'denied', 'cancelled', 'lapsed'])

/** The version of a request to which nothing has happened yet. */
const FIRST_VERSION = 1

/** `deliver` logs what goes wrong; its `send` resolves to false while another process sends the message. */
export function createRequestMessenger({
  outbox,
  wordsFor,
  deliver,
}: {
  outbox: Outbox
  wordsFor: (reader: string) => Promise<Words>
  deliver: (operation: string, reader: string, send: () => Promise<boolean>) => Promise<DeliveryResult>
}): RequestMessenger {
  /** True if it was sent, or never can be. */
  async function delivered(operation: string, reader: string, send: () => Promise<boolean>): Promise<boolean> {
    return (await deliver(operation, reader, send)) !== 'unavailable'
  }

  /** The newest notice about a request says what is true now, so that those before it are deleted. */
  async function removeEarlierNotices({ id }: Request, key: MessageKey): Promise<boolean> {
    const notices = (await outbox.messagesAbout(id)).filter((one) => isNotice(one.key))
    const postedAt = Number(notices.find((one) => isSameKey(one.key, key))?.location?.ts ?? 0)
    const earlier = notices.filter(({ location }) => location && Number(location.ts) < postedAt)
    const removed = earlier.map((one) =>
      delivered('remove a message', one.key.reader, () => outbox.remove(id, one).then(() => true)),
    )
    return (await Promise.all(removed)).every(Boolean)
  }

  return {
    async showRequestCard(request, reader, context, signIn) {
      return deliver('show a card', reader, async () => {
        const card = cardFor(await wordsFor(reader), request, reader, context, signIn)
        // A reviewer without a card gets one only while they are asked.
        const event = request.state === 'pending' ? 'request made' : 'decided'
        const onlyIfPosted = reader !== request.requester && notificationOf(event, 'new reviewer') !== 'push'
        const key = { reader, kind: 'card', attempt: 0, at: 0 } as const
        const published = await outbox.publish(request.id, key, card, { onlyIfPosted })
        return published !== 'busy'
      })
    },
    async settleNotices(request, context) {
      // Nothing has happened to a new request, so that it has no message beside its cards.
      if (request.version === FIRST_VERSION) return true
      return delivered('settle a message', request.requester, async () => {
        const messages = await outbox.messagesAbout(request.id)
        const edits = messages.map(async ({ key, location }) => {
          const message = settledMessage(await wordsFor(key.reader), request, key, context)
          if (!message || !location) return true
          return delivered('settle a message', key.reader, () => outbox.edit(location, message).then(() => true))
        })
        return (await Promise.all(edits)).every(Boolean)
      })
    },
    async remindReviewers(request, approvers, number) {
      const event = number === 0 ? 'policy: review' : 'reviewers reminded'
      if (notificationOf(event, 'reviewer') !== 'push') return true
      const reminded = approvers.map(async (reader) => {
        const key = { reader, kind: 'review reminder', attempt: number, at: reviewBegan(request) } as const
        const result = await deliver('remind somebody', reader, async () => {
          const message = reviewReminder(await wordsFor(reader), request, { isAgain: number === 0 })
          const isPosted = await outbox.postOnce(request.id, key, message)
          // The newest one says all that the one before it said.
          for (const other of isPosted ? await outbox.messagesAbout(request.id) : []) {
            if (isEarlierReminder(other.key, key)) await outbox.remove(request.id, other)
          }
          return isPosted
        })
        // Else the others' next reminder would wait for somebody who never gets this one.
        if (result === 'refused') {
          await deliver('remind somebody', reader, () => outbox.giveUp(request.id, key).then(() => true))
        }
        return result !== 'unavailable'
      })
      return (await Promise.all(reminded)).every(Boolean)
    },
    async remindedReviewers(request, number) {
      const messages = await outbox.messagesAbout(request.id)
      return messages
        .filter(({ key, location, isRemoved }) => (location || isRemoved) && isReminder(key, request, number))
        .map(({ key }) => key.reader)
    },
    async sendNotice(request, notice, context) {
      return deliver('tell what happened', request.requester, async () => {
        const event = eventOf(request, notice)
        if (event === undefined || notificationOf(event, 'requester') !== 'push') return true
        const message = requestNoticeMessage(await wordsFor(request.requester), request, notice, context)
        // Nothing has changed for the requester.
        if (message === undefined) return true
        const key = noticeKey(request, notice, context.old)
        return (await outbox.postOnce(request.id, key, message)) && removeEarlierNotices(request, key)
      })
    },
  }
}

/** What a message beside the cards becomes when nothing is left to press in it; undefined while something is. */
function settledMessage(words: Words, request: Request, key: MessageKey, context: RequestContext): Message | undefined {
  if (isNotice(key)) return settledNoticeMessage(words, request, key, context)
  if (key.kind !== 'review reminder') return undefined
  const reviewers = new Map(Object.entries(request.reviewerRoles))
  const mayDecide = !settled.has(request.state) && undecided(request, reviewers).includes(key.reader)
  return mayDecide ? undefined : settledReviewReminder(words, request)
}

/** Undefined if nothing has happened that the notice could be about. */
function eventOf({ policyChange }: Request, notice: RequestNotice): NotifiedEvent | undefined {
  if (notice !== 'policy changed') return notice
  return policyChange && `policy: ${policyChange.kind}`
}

/** Tells the reminders of one review apart from those of an earlier review of the same request. */
function reviewBegan({ waitsSince = 0 }: Request): number {
  return waitsSince
}

function isReminder({ kind, attempt, at }: MessageKey, request: Request, number: number): boolean {
  return kind === 'review reminder' && attempt === number && at === reviewBegan(request)
}

/** A step that is done again after a crash must not remove what was sent since. */
function isEarlierReminder(other: MessageKey, { kind, reader, attempt, at }: MessageKey): boolean {
  if (other.kind !== kind || other.reader !== reader) return false
  return other.at < at || (other.at === at && other.attempt < attempt)
}
