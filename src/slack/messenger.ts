// Words after deeds: posts each reader's card of a request once, and edits it in place ever after.
import type { WebClient } from '@slack/web-api'
import { nextSteps } from '../core/next-steps.ts'
import { type Approver, approversUnder, type Policy } from '../core/policy.ts'
import type { CardPlaces, Clock, Messenger, Requests, Tokens } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { isAlive } from '../core/token.ts'
import { auditLine } from './audit-line.ts'
import { delegationMessage } from './cards/delegation-message.ts'
import { nudgeMessage, settledNudgeMessage } from './cards/nudge-message.ts'
import { requestCard } from './cards/request-card.ts'
import { type Background, MOST_KNOWN, reviewCard } from './cards/review-card.ts'
import { revokedMessage } from './cards/revoke-form.ts'
import { signedInMessage } from './cards/signed-in.ts'
import { askedInTheEnd } from './cards/standing-words.ts'
import { stepMessage } from './cards/step-message.ts'
import { isLasting } from './client.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Message } from './surface.ts'

/** A card is drawn again at most so often in one go; each time only because somebody changed the request meanwhile. */
const MOST_REDRAWS = 5

/** Stands between reader and number in the name of a reminder's place. */
const REMINDER = ' reminder '
/** States in which nobody is asked to decide any more, each of them entered once or twice. */
const settled: ReadonlySet<Request['state']> = new Set(['approved', 'denied', 'cancelled', 'lapsed'])

export interface MessengerWorld {
  client: WebClient
  places: CardPlaces
  requests: Requests
  tokens: Tokens
  /** The policy of the moment: what time will do to a request goes by it. */
  policy: () => Policy
  clock: Clock
  /** Slack channel that hears of every deed, if there is one. */
  auditChannel: string | undefined
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, doing: string) => void
}

export function createMessenger(world: MessengerWorld): Messenger {
  const { client, places, requests, tokens, policy, clock, auditChannel, onTrouble } = world

  async function draw(request: Request, reader: string, { signIn, background }: Showing): Promise<Message> {
    const fallback = fallbackOf(request)
    if (reader === request.requester) {
      const tid = request.state === 'claimed' ? request.claim?.tid : undefined
      const token = tid === undefined ? undefined : await tokens.find(tid)
      return requestCard(request, { signIn, token, askedToo: askedInTheEnd(request, fallback) })
    }
    return reviewCard(request, {
      reader,
      steps: nextSteps(request, policy(), { hasFallback: fallback.length > 0 }),
      fallback,
      maybeEarlier: policy().request.skipAway !== undefined,
      background: request.state === 'pending' ? await background() : undefined,
    })
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

  /** False if somebody else began to post it and has not said where it is: they may have died. */
  async function post(request: Request, reader: string, showing: Showing): Promise<boolean> {
    const message = await draw(request, reader, showing)
    const place = (await places.of(request.id)).get(reader)
    if (place) {
      await client.chat.update({ ...place, ...message, ...quiet })
      return true
    }
    // Whoever reserves the card posts it. Anybody else leaves it: the poster looks again after posting, and redraws.
    return postOnce(request, reader, reader, message)
  }

  /**
   * `as` is its name among the places of the request: once, unless we die between posting it and writing down where it is.
   * False if somebody else is at it.
   */
  async function postOnce({ id }: Request, as: string, to: string, message: Message): Promise<boolean> {
    if (!(await places.reserve(id, as, clock.now()))) return (await places.of(id)).has(as)
    const { channel, ts } = await client.chat.postMessage({ channel: to, ...message, ...quiet })
    if (channel && ts) await places.remember(id, as, { channel, ts })
    return true
  }

  /** Whether it is said, or never can be. */
  async function said(doing: string, say: () => Promise<boolean>): Promise<boolean> {
    try {
      return await say()
    } catch (error) {
      onTrouble(error, doing)
      return isLasting(error)
    }
  }

  /** The buttons of reminders are gone with what they were about. */
  async function settleReminders(request: Request): Promise<boolean> {
    if (request.nudges === 0 || !settled.has(request.state)) return true
    const reminders = [...(await places.of(request.id))].filter(([as]) => as.includes(REMINDER))
    const message = settledNudgeMessage(request)
    const edits = reminders.map(([, place]) =>
      said('settle a reminder', () => client.chat.update({ ...place, ...message, ...quiet }).then(() => true)),
    )
    return (await Promise.all(edits)).every(Boolean)
  }

  /** Two processes may edit one card at once, in any order; whoever wrote an old state sees that here and mends it. */
  async function show(request: Request, reader: string, showing: Showing): Promise<boolean> {
    let drawn = request
    for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
      const isThere = await post(drawn, reader, showing)
      const now = await requests.find(request.id)
      if (!now || now.version === drawn.version) return isThere
      drawn = now
    }
    return false
  }

  async function write(person: string, message: Message): Promise<void> {
    await client.chat
      .postMessage({ channel: person, ...message, ...quiet })
      .catch((error: unknown) => onTrouble(error, 'write to somebody'))
  }

  return {
    async showRequest(request, signIn) {
      // A link to sign in with changes nothing for anybody else.
      const readers = signIn ? [request.requester] : everyReader(request)
      const showing = { signIn, background: lookingUp(request) }
      const shown = await Promise.all([
        ...readers.map((reader) => said('show a card', () => show(request, reader, showing))),
        ...(signIn ? [] : [said('settle the reminders', () => settleReminders(request))]),
      ])
      return shown.every(Boolean)
    },
    async remind(request, approvers, number) {
      const message = nudgeMessage(request)
      const reminded = approvers.map((approver) =>
        said('remind somebody', () => postOnce(request, `${approver}${REMINDER}${number}`, approver, message)),
      )
      return (await Promise.all(reminded)).every(Boolean)
    },
    async showStep(request, step) {
      const askedToo = askedInTheEnd(request, fallbackOf(request))
      // Nobody new was there to be asked: nothing has changed for the requester.
      if (step === 'escalated' && askedToo.length === 0) return true
      const { requester } = request
      const message = stepMessage(request, step, askedToo)
      return said('tell of a step', () => postOnce(request, `${requester} ${step}`, requester, message))
    },
    showDelegation: (delegation, is) => write(delegation.delegate, delegationMessage(delegation, is, clock.now())),
    showSignedIn: (person, as, wish) => write(person.id, signedInMessage(as, wish)),
    showRevoked: (person, revoked, by) => write(person, revokedMessage(revoked, { by })),
    showFailure: (person, error) => write(person.id, failureMessage(sentenceFor(error), error)),
    async announce(entry) {
      if (auditChannel === undefined) return
      await client.chat
        .postMessage({ channel: auditChannel, text: auditLine(entry), ...quiet })
        .catch((error: unknown) => onTrouble(error, 'tell the audit channel'))
    },
  }
}

interface Showing {
  signIn: Parameters<Messenger['showRequest']>[1]
  background: () => Promise<Background | undefined>
}

function everyReader({ requester, approvers, channel }: Request): string[] {
  return [requester, ...approvers, ...(channel === undefined ? [] : [channel])]
}

const quiet = { unfurl_links: false, unfurl_media: false } as const
