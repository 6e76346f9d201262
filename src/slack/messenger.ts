// Words after deeds: what each reader of a request is shown of it, and when; and what is written to people beside that.
import type { WebClient } from '@slack/web-api'
import type { CardPlaces } from '../core/message-locations.ts'
import type { Messenger } from '../core/messenger.ts'
import { type Approver, approversUnder, type Policy } from '../core/policy/evaluate.ts'
import type { Clock, Requests, Tokens } from '../core/ports.ts'
import type { Request } from '../core/requests/request.ts'
import { nextSteps } from '../core/requests/request-schedule.ts'
import { isAlive } from '../core/tokens/token.ts'
import { createCardPosts, quiet } from './card-posts.ts'
import { delegationMessage } from './cards/delegation-message.ts'
import { lateAlarmsMessage } from './cards/late-alarms-message.ts'
import { leakMessage } from './cards/leak-message.ts'
import { nudgeMessage, settledNudgeMessage } from './cards/nudge-message.ts'
import { requestCard } from './cards/request-card.ts'
import { type Background, MOST_KNOWN, reviewCard } from './cards/review-card.ts'
import { revokedMessage } from './cards/revoke-form.ts'
import { signedInMessage } from './cards/signed-in.ts'
import { placeOfStep, type StepAround, settledStep, stepAt, stepMessage } from './cards/step-message.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Message } from './interaction.ts'
import { createReminderMessenger } from './reminder-messenger.ts'
import { askedInTheEnd } from './views/reviewer-role-text.ts'

/** A card is drawn again at most so often in one go; each time only because somebody changed the request meanwhile. */
const MOST_REDRAWS = 5

/** Stands between reader and number in the name of a reminder's place. */
const REMINDER = ' reminder '
/** States in which nobody is asked to decide any more, each of them entered once or twice. */
const settled: ReadonlySet<Request['state']> = new Set(['approved', 'denied', 'cancelled', 'lapsed'])

export interface MessengerWorld {
  client: WebClient
  /** For reminders: it neither retries nor waits. */
  noRetryClient: WebClient
  places: CardPlaces
  requests: Requests
  tokens: Tokens
  /** The policy of the moment: what time will do to a request goes by it. */
  policy: () => Policy
  clock: Clock
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, doing: string) => void
}

export function createMessenger(world: MessengerWorld): Messenger {
  const { client, requests, tokens, policy, clock, onTrouble } = world
  const posts = createCardPosts(world)

  async function draw(request: Request, reader: string, { signIn, background }: Showing): Promise<Message> {
    const fallback = fallbackOf(request)
    if (reader === request.requester) return requestCard(request, { signIn, ...(await around(request)) })
    return reviewCard(request, {
      reader,
      steps: nextSteps(request, policy(), { hasFallback: fallback.length > 0 }),
      fallback,
      maybeEarlier: policy().request.skipAway !== undefined,
      background: request.state === 'pending' ? await background() : undefined,
    })
  }

  /** The token that was made for it, and the one in whose place. */
  async function around(request: Request, tid = tidOf(request)): Promise<StepAround> {
    const [token, old] = await Promise.all(
      [tid, request.rotates?.tid].map((one) => (one === undefined ? undefined : tokens.find(one))),
    )
    const askedToo = askedInTheEnd(request, fallbackOf(request))
    return { token, old, askedToo, policy: policy(), now: clock.now() }
  }

  function fallbackOf({ rule }: Request): readonly Approver[] {
    return approversUnder(policy(), rule)?.fallback ?? []
  }

  /** Looked up once for all who decide, when the first card needs it. A card without it is better than none. */
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

  /** The buttons of what was said beside the cards are gone with what they were about. */
  async function settleTheRest(request: Request): Promise<boolean> {
    const isDecided = request.nudges > 0 && settled.has(request.state)
    if (!isDecided && request.claim === undefined) return true
    const edits: Promise<boolean>[] = []
    const edit = (place: Parameters<typeof posts.edit>[0], message: Message) =>
      edits.push(posts.said('settle a message', () => posts.edit(place, message).then(() => true)))
    const facts = await around(request)
    for (const [as, place] of await posts.placesOf(request.id)) {
      if (isDecided && as.includes(REMINDER)) edit(place, settledNudgeMessage(request))
      const step = stepAt(as, request)
      const message = step && settledStep(request, step, facts)
      if (message) edit(place, message)
    }
    return (await Promise.all(edits)).every(Boolean)
  }

  /** Two processes may edit one card at once, in any order; whoever wrote an old state sees that here and mends it. */
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
      // A link to sign in with changes nothing for anybody else.
      const readers = signIn ? [request.requester] : everyReader(request)
      const showing = { signIn, background: lookingUp(request) }
      const shown = await Promise.all([
        ...readers.map((reader) => posts.said('show a card', () => show(request, reader, showing))),
        ...(signIn ? [] : [posts.said('settle what was said', () => settleTheRest(request))]),
      ])
      return shown.every(Boolean)
    },
    async remind(request, approvers, number) {
      const message = nudgeMessage(request)
      const reminded = approvers.map((approver) =>
        posts.said('remind somebody', () =>
          posts.postOnce(request.id, `${approver}${REMINDER}${number}`, approver, message),
        ),
      )
      return (await Promise.all(reminded)).every(Boolean)
    },
    async showStep(request, step, tid) {
      const { id, requester } = request
      return posts.said('tell of a step', async () => {
        const facts = await around(request, tid)
        const message = stepMessage(request, step, facts)
        // Nothing has changed for them.
        if (message === undefined) return true
        return posts.postOnce(id, placeOfStep(request, step, facts), requester, message)
      })
    },
    async showDelegation(delegation, is) {
      await write(delegation.delegate, delegationMessage(delegation, is, clock.now()))
    },
    async showSignedIn(person, as, wish) {
      await write(person.id, signedInMessage(as, wish))
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
