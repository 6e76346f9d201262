// Old copies of messages: one button each, about a request, token or link in whatever state, pressed by a person.
import { randomUUID } from 'node:crypto'
import type { MessageLocation } from '../../src/core/message-locations.ts'
import { type LinkConfirmation, linkConfirmationSchema } from '../../src/core/people/link-confirmation.ts'
import type { LinkConfirmationState } from '../../src/core/people/link-confirmation-state.ts'
import type {
  ReminderMessage,
  ReminderRecord,
  ReminderRowStatus,
  TokenReminderState,
} from '../../src/core/reminders/reminder-record.ts'
import { type Request, requestSchema } from '../../src/core/requests/request.ts'
import type { RequestState } from '../../src/core/requests/request-state.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { markedLabel, type Token } from '../../src/core/tokens/token.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import type { CatalogButton, DrawnButton } from '../../src/slack/action-catalog.ts'
import { actions, button, section } from '../../src/slack/views/block-kit.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids, type World } from '../world/world.ts'
import { asks } from './story.ts'

/** Everything that a token on a message can have become; a row of a reminder says each of them in its own words. */
export const tokenStates = [
  'not confirmed',
  'active',
  'snoozed',
  'not renewed',
  'being replaced',
  'retiring',
  'asked again',
  'revoked',
  'expired',
] as const
export type TokenState = (typeof tokenStates)[number]

/** What a row of a reminder shows of a token in each of its statuses. A status that is missing here does not compile. */
export const tokenOf: Record<ReminderRowStatus, TokenState> = {
  due: 'active',
  ended: 'expired',
  again: 'asked again',
  snoozed: 'snoozed',
  'not renewed': 'not renewed',
  replaced: 'retiring',
  revoked: 'revoked',
  expired: 'expired',
  waiting: 'being replaced',
}

export interface Stage {
  world: World
  store: RedisStore
  /** As the bot counts the versions of its policy file. */
  policyVersion: string
  close(): Promise<void>
}

/** One request is made as people make them, for what the bot writes into each. */
export async function openStage(world: World): Promise<Stage> {
  const { redis, clock } = world
  const store = connectRedis({ url: redis.url, prefix: redis.prefix, clock, onTrouble() {} })
  await asks(world)
  const [made] = await store.requests.openOf('UANA')
  await world.ana.presses('Cancel request')
  await world.ana.quiet()
  return { world, store, policyVersion: made?.policyVersion ?? '', close: () => store.close() }
}

let drawn = 0
const letters = 'abcdefghjkmnpqrstuvwxyz'

/** Of eight characters, and never the beginning of a token's id. */
function anId(): string {
  drawn += 1
  const digits = [...Array(6)].map((_, place) => letters[Math.floor(drawn / letters.length ** place) % letters.length])
  return `zz${digits.join('')}`
}

/** A request that was approved by somebody whose approval does not count today needs a review again. */
export type AskedState = RequestState | 'no longer approved'

/** Ana's request, which Bea may review, in this state. */
export async function aRequestThatIs(stage: Stage, asked: AskedState): Promise<Request> {
  const { world, store, policyVersion } = stage
  const state = asked === 'no longer approved' ? 'approved' : asked
  const by = asked === 'no longer approved' ? 'UCARL' : 'UBEA'
  const { clock, dremio } = world
  const now = clock.now()
  const isDecided = state !== 'pending' && state !== 'cancelled' && state !== 'lapsed'
  const id = anId()
  const request: Request = {
    ...{ id, version: 1, state, requester: 'UANA', label: `report ${id}`, asked: 30 * DAY, lifetime: 30 * DAY },
    ...{ reason: 'Dashboards', rule: 'reviewed', policyVersion, approvers: ['UBEA'], reviewerRoles: {} },
    ...{ quorum: 1, differentGroups: false, approvals: [], requestedAt: now - HOUR, nudges: 0, returns: 0 },
    ...((state === 'pending' || state === 'approved') && { lapsesAt: now + DAY }),
    ...(isDecided && {
      ...(state !== 'denied' && { approvals: [{ by, at: now - HOUR, lifetime: 30 * DAY }] }),
      review: { by, verdict: state === 'denied' ? 'denied' : 'approved', at: now - HOUR, comment: 'As said.' },
    }),
    ...((state === 'claiming' || state === 'unsure') && { claim: { attempt: 1, startedAt: now, uid: uids.ana } }),
  }
  if (state === 'claimed') {
    const { tid, expiresAt } = dremio.mint(uids.ana, { label: markedLabel(request) })
    await store.tokens.add(
      aToken(world, { tid, expiresAt, label: request.label, request: request.id, delivery: 'shown' }),
    )
    request.claim = { attempt: 1, startedAt: now, uid: uids.ana, tid }
  }
  await store.requests.create(requestSchema.parse(request))
  return request
}

function aToken({ clock }: World, change: Partial<Token>): Token {
  const now = clock.now()
  return {
    ...{ tid: randomUUID(), uid: uids.ana, owner: 'UANA', label: '', createdAt: now - HOUR, version: 1 },
    ...{ expiresAt: now + 5 * DAY, state: 'active', delivery: 'confirmed', shownAt: now - HOUR },
    ...change,
  }
}

/** Ana's token in this state, with the request that it was made for. */
export async function aTokenThatIs(stage: Stage, state: TokenState): Promise<Token> {
  const { world, store } = stage
  const now = world.clock.now()
  const request = await aRequestThatIs(stage, 'claimed')
  const found = request.claim?.tid === undefined ? undefined : await store.tokens.find(request.claim.tid)
  if (!found) throw new Error('The claimed request has no token')
  const successor = state === 'retiring' ? await aTokenThatIs(stage, 'active') : undefined
  const renewal = state === 'being replaced' ? anId() : undefined
  const token: Token = {
    ...found,
    version: 2,
    delivery: state === 'not confirmed' ? 'shown' : 'confirmed',
    ...(state === 'revoked' && { state }),
    ...((state === 'expired' || state === 'asked again') && { createdAt: now - 30 * DAY, expiresAt: now - HOUR }),
    ...(successor && { state: 'retiring', replacedBy: successor.tid, retiringSince: now, retiresAt: now + DAY }),
    ...(renewal !== undefined && { rotation: { request: renewal, at: now } }),
  }
  await store.tokens.swap(found, token)
  if (state === 'revoked' || token.expiresAt < now) await endsAtDremio(world, token.tid)
  if (successor) await store.tokens.swap(successor, { ...successor, version: 3, replaces: token.tid })
  if (renewal !== undefined) {
    const open = { ...request, claim: undefined, id: renewal, state: 'pending', replaces: token }
    await store.requests.create(requestSchema.parse({ ...open, lapsesAt: now + DAY }))
  }
  if (state === 'asked again') await aRequestThatIs(stage, 'pending')
  await remembers(stage, ({ tokens }) => ({ tokens: { ...tokens, [token.tid]: reminderStateOf(state, now) } }))
  return token
}

/** That a token expired was said before, so that no press brings other messages with it. */
function reminderStateOf(state: TokenState, now: number): TokenReminderState {
  if (state === 'snoozed') return { snoozedUntil: now + 3 * DAY, snoozes: 1 }
  return state === 'not renewed' ? { doNotRenew: true } : { endSaid: true }
}

/** Changes Ana's reminder record, also while the bot does. */
async function remembers({ store }: Stage, change: (record: ReminderRecord) => Partial<ReminderRecord>): Promise<void> {
  for (;;) {
    const record = await store.reminderRecords.of('UANA')
    const after = { ...record, ...change(record), version: record.version + 1 }
    if (await store.reminderRecords.swap(record, after)) return
  }
}

async function endsAtDremio({ dremio }: World, tid: string): Promise<void> {
  const headers = { Authorization: `Bearer ${dremio.credential(uids.ana)}` }
  await fetch(`${dremio.url}/v0/user/${uids.ana}/token/${tid}`, { method: 'DELETE', headers })
}

/** A link of Bea that one bot admin asked for and Carl may confirm. */
export async function aLinkThatIs({ world, store }: Stage, state: LinkConfirmationState): Promise<LinkConfirmation> {
  const now = world.clock.now()
  const isDecided = state === 'confirmed' || state === 'declined' || state === 'failed'
  const confirmation = linkConfirmationSchema.parse({
    ...{ id: anId(), version: 1, state, person: 'UBEA', uid: uids.bea, dremioName: 'bea@acme.test' },
    ...{ by: 'UDAN', asked: ['UCARL'], at: now - HOUR, lapsesAt: now + DAY },
    ...(isDecided && { decidedBy: 'UCARL', decidedAt: now }),
    ...(state === 'confirmed' && { linkedAt: now }),
  })
  await store.linkConfirmations.create(confirmation)
  return confirmation
}

let copies = 0

/**
 * Where the button stands: on the card of a request (its id), on the reminder of a token (its id), on another message, or
 * on one that only this person sees.
 */
export type Place = { card: string } | { reminder: string } | 'message' | 'private'

/**
 * Posts an old copy of a message with this button as the bot would, has the person press it, and resolves to everything
 * that is new on their screen, at the latest once `until` holds of it and nothing more comes.
 */
export async function presses(
  stage: Stage,
  person: Actor,
  catalogButton: CatalogButton,
  value: string,
  place: Place,
  until: (seen: string) => boolean,
): Promise<string> {
  const { slack, clock } = stage.world
  // Nobody presses faster than people are allowed to.
  clock.pass(5_000)
  copies += 1
  const text = `An old copy, ${copies}`
  const drawnButton = button(english, catalogButton as DrawnButton, value)
  person.reload()
  const ts = await asBot(stage.world, place === 'private' ? 'chat.postEphemeral' : 'chat.postMessage', {
    ...{ channel: person.dm, user: person.id, text },
    blocks: [section(text), actions(drawnButton)],
  })
  if (typeof place === 'object') await knows(stage, person, place, { channel: person.dm, ts })
  const before = slack.requests.length
  person.news()
  await person.presses(drawnButton.text.text, { on: text })
  const news: string[] = []
  const isGone = () => slack.requests.slice(before).some(({ args }) => args.delete_original === true)
  const seen = () => {
    news.push(...person.news())
    return [...news, ...(isGone() ? [GONE] : [])].join('\n')
  }
  await person.waitsFor(() => until(seen()) || undefined, 10_000).catch(() => {})
  await person.quiet()
  return seen()
}

/** The private message with the button is taken away, which is an answer as well. */
export const GONE = '(the message is gone)'

/** The bot knows the message as the one that it edits. */
async function knows(stage: Stage, { id }: Actor, place: Exclude<Place, string>, location: MessageLocation) {
  if ('card' in place) {
    await stage.store.messageLocations.store(place.card, { reader: id, kind: 'card', attempt: 0, at: 0 }, location)
    return
  }
  const about: ReminderMessage['about'] = [{ tid: place.reminder, what: 'reminder', shown: 'due' }]
  const message = { id: `old-${location.ts}`, to: id, about, location }
  await remembers(stage, ({ messages }) => ({ messages: [...messages, message] }))
}

/** Resolves to the message's `ts`. */
async function asBot({ slack }: World, method: string, body: object): Promise<string> {
  const headers = { Authorization: `Bearer ${slack.bot.token}`, 'Content-Type': 'application/json; charset=utf-8' }
  const answer = await fetch(slack.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(body) })
  const { ok, error, ts = '' } = (await answer.json()) as { ok: boolean; error?: string; ts?: string }
  if (!ok) throw new Error(`${method}: ${error}`)
  return ts
}
