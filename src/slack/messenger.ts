// Tells people after deeds: draws each reader's card of a request, and sends the messages beside the cards.
import type { WebClient } from '@slack/web-api'
import type { MessageLocations } from '../core/message-locations.ts'
import type { Messenger } from '../core/messenger.ts'
import { type Approver, approversUnder, type Policy } from '../core/policy/evaluate.ts'
import type { Clock, Requests, Tokens } from '../core/ports.ts'
import type { Request } from '../core/requests/request.ts'
import { requestSchedule } from '../core/requests/request-schedule.ts'
import { isAlive } from '../core/tokens/token.ts'
import { createCardPosts, quiet } from './card-posts.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Message } from './interaction.ts'
import { createReminderMessenger } from './reminder-messenger.ts'
import { lateAlarmsMessage } from './views/late-alarms-message.ts'
import { requestCard } from './views/requests/request-card.ts'
import {
  noticeAt,
  placeOfNotice,
  type RequestNoticeContext,
  requestNoticeMessage,
  settledNoticeMessage,
} from './views/requests/request-notice.ts'
import { askedInTheEnd } from './views/reviewer-role-text.ts'
import { delegationMessage } from './views/reviews/delegation-message.ts'
import { type Background, MOST_KNOWN, reviewCard } from './views/reviews/review-card.ts'
import { reviewReminder, settledReviewReminder } from './views/reviews/review-reminder.ts'
import { signedInMessage } from './views/sign-in/signed-in-message.ts'
import { leakMessage } from './views/tokens/leak-message.ts'
import { revokedMessage } from './views/tokens/revoked-message.ts'

/** A card is drawn again at most so many times in one call, each time because somebody changed the request meanwhile. */
const MOST_REDRAWS = 5

/** It is between reader and number in the name of a reminder's place. */
const REMINDER = ' reminder '
/** States in which nobody is asked to decide any more, each of them entered once or twice. */
const settled: ReadonlySet<Request['state']> = new Set(['approved', 'denied', 'cancelled', 'lapsed'])

export interface MessengerWorld {
  client: WebClient
  /** For reminders: it neither retries nor waits. */
  noRetryClient: WebClient
  places: MessageLocations
  requests: Requests
  tokens: Tokens
  /** The current policy, which says what time will do to a request. */
  policy: () => Policy
  clock: Clock
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, operation: string) => void
}

export function createMessenger(world: MessengerWorld): Messenger {
  const { client, requests, tokens, policy, clock, onTrouble } = world
  const posts = createCardPosts(world)

  async function draw(request: Request, reader: string, { signIn, background }: Showing): Promise<Message> {
    const fallback = fallbackOf(request)
    if (reader === request.requester) return requestCard(request, { signIn, ...(await contextOf(request)) })
    return reviewCard(request, {
      reader,
      steps: requestSchedule(request, policy(), { hasFallback: fallback.length > 0 }),
      fallback,
      maybeEarlier: policy().request.skipAway !== undefined,
      background: request.state === 'pending' ? await background() : undefined,
    })
  }

  /** Looks up the token that was made for the request, the one that it replaces, and whatever else its messages tell. */
  async function contextOf(request: Request, tid = tidOf(request)): Promise<RequestNoticeContext> {
    const [token, old] = await Promise.all(
      [tid, request.rotates?.tid].map((one) => (one === undefined ? undefined : tokens.find(one))),
    )
    const askedToo = askedInTheEnd(request, fallbackOf(request))
    return { token, old, askedToo, policy: policy(), now: clock.now() }
  }

  function fallbackOf({ rule }: Request): readonly Approver[] {
    return approversUnder(policy(), rule)?.fallback ?? []
  }

  /** Looks it up once for all approvers, when the first card needs it. A card without it is better than none. */
  function lookingUp({ requester }: Request): () => Promise<Background | undefined> {
    let found: Promise<Background | undefined> | undefined
    const lookUp = async () => {
      const [all, closed] = await Promise.all([tokens.of(requester), requests.closedOf(requester, MOST_KNOWN)])
      const active = all.filter((token) => isAlive(token, clock.now()))
      return { tokens: active.map(({ label }) => label), closed }
    }
    return () => {
      found ??= lookUp().catch((error: unknown) => void onTrouble(error, 'look up what is known of the requester'))
      return found
    }
  }

  /** Edits the messages beside the cards that have buttons for what is over. */
  async function settleNotices(request: Request): Promise<boolean> {
    const isDecided = request.nudges > 0 && settled.has(request.state)
    if (!isDecided && request.claim === undefined) return true
    const edits: Promise<boolean>[] = []
    const edit = (place: Parameters<typeof posts.edit>[0], message: Message) =>
      edits.push(posts.delivered('settle a message', () => posts.edit(place, message).then(() => true)))
    const context = await contextOf(request)
    for (const [as, place] of await posts.placesOf(request.id)) {
      if (isDecided && as.includes(REMINDER)) edit(place, settledReviewReminder(request))
      const placed = noticeAt(as, request)
      const message = placed && settledNoticeMessage(request, placed, context)
      if (message) edit(place, message)
    }
    return (await Promise.all(edits)).every(Boolean)
  }

  /** Two processes may edit one card at once, in any order; the one that drew an old state sees that here and draws it again. */
  async function show(request: Request, reader: string, showing: Showing): Promise<boolean> {
    let drawn = request
    for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
      const isThere = await posts.postOrEdit(drawn.id, reader, await draw(drawn, reader, showing))
      const now = await requests.find(request.id)
      if (!now || now.version === drawn.version) return isThere
      drawn = now
    }
    return false
  }

  /** False if it was lost. */
  async function write(person: string, message: Message): Promise<boolean> {
    try {
      await client.chat.postMessage({ channel: person, ...message, ...quiet })
      return true
    } catch (error) {
      onTrouble(error, 'write to somebody')
      return false
    }
  }

  return {
    ...createReminderMessenger({ ...world, client: world.noRetryClient }),
    async showRequest(request, signIn) {
      // A link to sign in with is on the requester's card alone.
      const readers = signIn ? [request.requester] : everyReader(request)
      const showing = { signIn, background: lookingUp(request) }
      const shown = await Promise.all([
        ...readers.map((reader) => posts.delivered('show a card', () => show(request, reader, showing))),
        ...(signIn ? [] : [posts.delivered('settle what was said', () => settleNotices(request))]),
      ])
      return shown.every(Boolean)
    },
    async remind(request, approvers, number) {
      const message = reviewReminder(request)
      const reminded = approvers.map((approver) =>
        posts.delivered('remind somebody', () =>
          posts.postOnce(request.id, `${approver}${REMINDER}${number}`, approver, message),
        ),
      )
      return (await Promise.all(reminded)).every(Boolean)
    },
    async showStep(request, notice, tid) {
      const { id, requester } = request
      return posts.delivered('tell of a step', async () => {
        const context = await contextOf(request, tid)
        const message = requestNoticeMessage(request, notice, context)
        // The requester has nothing to be told.
        if (message === undefined) return true
        return posts.postOnce(id, placeOfNotice(request, notice, context), requester, message)
      })
    },
    async showDelegation(delegation, is) {
      await write(delegation.delegate, delegationMessage(delegation, is, clock.now()))
    },
    async showSignedIn(person, as, pendingAction) {
      await write(person.id, signedInMessage(as, pendingAction))
    },
    async showRevoked(person, revoked, by) {
      await write(person, revokedMessage(revoked, { by }))
    },
    async showLeak(person, leak) {
      await write(person, leakMessage(leak, person, clock.now()))
    },
    async showFailure(person, error) {
      await write(person.id, failureMessage(sentenceFor(error), error))
    },
    async showLateAlarms(administrators, late) {
      const message = lateAlarmsMessage(late)
      const told = await Promise.all(administrators.map((administrator) => write(administrator, message)))
      return administrators.length === 0 || told.some(Boolean)
    },
  }
}

function tidOf({ state, claim }: Request): string | undefined {
  return state === 'claimed' ? claim?.tid : undefined
}

interface Showing {
  signIn: Parameters<Messenger['showRequest']>[1]
  background: () => Promise<Background | undefined>
}

function everyReader({ requester, approvers, channel }: Request): string[] {
  return [requester, ...approvers, ...(channel === undefined ? [] : [channel])]
}
