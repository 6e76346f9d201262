// The law of the crash matrix: whose is each token that lives at Dremio, and what must never be, whatever died when.

import { claimIsFresh, type Request } from '../../src/core/requests/request.ts'
import { TICKET_LIFE } from '../../src/core/sessions/sign-in.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { readMark, type Token } from '../../src/core/tokens/token.ts'
import type { StoredToken } from '../world/dremio/token-book.ts'
import { uids } from '../world/world.ts'
import type { Life } from './life.ts'

/** `receipt.revokeAfter`, as the policy leaves it. */
export const REVOKE_AFTER = DAY
/** What an alarm does is late by a lease for each worker that died of it, of which there are two at most. */
const LATE = 6 * MINUTE

/**
 * - `confirmed`: its owner said that they have it, and no grace time of its is over
 * - `shown`: its owner had it on the screen, and its receipt time is not over
 * - `given back`: the same, but they said that they did not get it; an alarm ends it
 * - `named`: somebody is told of it
 * - `unowned`: it is nobody's
 */
export type Ownership = 'confirmed' | 'shown' | 'given back' | 'named' | 'unowned'

export interface Owned {
  tid: string
  request: string
  ownership: Ownership
  /** Whether its owner ever had its value on the screen. */
  seen: boolean
  /** Given back so long ago that whoever had to sign in for it has done so or will not. */
  isLate: boolean
}

interface Known {
  tid: string
  record: Token | undefined
  request: Request | undefined
  seenAt: number | undefined
}

/** Every token with a mark of ours that lives at Dremio, of all people. */
export async function livingTokens(life: Life): Promise<Owned[]> {
  const { dremio, clock } = life.world
  const living = Object.values(uids)
    .flatMap((uid) => dremio.tokensOf(uid))
    .filter(({ label, expiresAt }) => readMark(label).request !== undefined && expiresAt > clock.now())
  const known = await Promise.all(living.map((token) => whatIsKnownOf(life, token)))
  const owned: Owned[] = []
  for (const one of known) {
    const found = (await isOwned(life, one)) ?? 'unowned'
    const isOpen = found === 'unowned' || found === 'given back'
    const ownership = isOpen && (await isNamed(life, one)) ? 'named' : found
    const isLate = clock.now() > (one.record?.returnedAt ?? 0) + TICKET_LIFE + MINUTE + LATE
    owned.push({ tid: one.tid, request: one.request?.id ?? '', ownership, seen: one.seenAt !== undefined, isLate })
  }
  return owned
}

async function whatIsKnownOf({ store, seen }: Life, { tid, label, secret }: StoredToken): Promise<Known> {
  const [record, request] = await Promise.all([
    store.tokens.find(tid),
    store.requests.find(readMark(label).request ?? ''),
  ])
  return { tid, record, request, seenAt: seen.get(secret) }
}

async function isOwned({ world, store }: Life, { record, request, seenAt }: Known): Promise<Ownership | undefined> {
  if (seenAt === undefined || !record) return undefined
  const now = world.clock.now()
  if (record.delivery === 'confirmed') {
    const successor = record.replacedBy === undefined ? undefined : await store.tokens.find(record.replacedBy)
    const isOver = successor?.delivery === 'confirmed' && now > (record.retiresAt ?? now) + LATE
    return isOver ? undefined : 'confirmed'
  }
  if (now > seenAt + REVOKE_AFTER + LATE) return undefined
  if (record.delivery === 'shown') return 'shown'
  return request?.state === 'claimed' && request.claim?.tid === record.tid ? 'given back' : undefined
}

/** A claim: its requester's card offers to clear up, and administrators see it once it is over. A token: both are told. */
async function isNamed(life: Life, { tid, record, request }: Known): Promise<boolean> {
  const now = life.world.clock.now()
  if (request?.state === 'claiming' || request?.state === 'unsure') {
    if (!offersToClearUp(life, request.id)) return false
    return claimIsFresh(request, now) || (await administratorsSee(life, 'creation failed'))
  }
  if (record?.outstandingSince === undefined) return false
  const isAsked = ['I can’t do it without you', 'should be gone', 'should be revoked by now'].some((words) =>
    life.world.ana.sees().includes(words),
  )
  return isAsked && (await administratorsSee(life, tid.slice(0, 8)))
}

function offersToClearUp({ world }: Life, request: string): boolean {
  const elements = world.ana.messages
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
  return elements.some((one) => one.type === 'button' && one.text.text === 'Show token' && one.value === request)
}

/** Whether `admin outstanding` says so; while no bot is there to be asked, what is written down has to do. */
async function administratorsSee({ world, isAsked, quiet }: Life, words: string): Promise<boolean> {
  if (!isAsked()) return true
  const { carl } = world
  carl.news()
  await carl.types('/dremio-pat admin outstanding')
  await quiet()
  return carl.news().join('\n').includes(words)
}

/** What is wrong at this moment, in words; empty if nothing is. `settled` says that alarms had their time. */
export async function breaches(life: Life, { settled = false } = {}): Promise<string[]> {
  const living = await livingTokens(life)
  const unowned = living.filter(({ ownership }) => ownership === 'unowned')
  const late = settled ? living.filter(({ ownership, isLate }) => ownership === 'given back' && isLate) : []
  const requests = living.map(({ request }) => request)
  const twice = new Set(requests.filter((id, index) => requests.indexOf(id) !== index))
  return [
    ...unowned.map(({ seen }) => `a token that ${seen ? 'was' : 'nobody was'} shown is nobody’s`),
    ...late.map(() => 'a token that was given back lives on'),
    ...[...twice].map(() => 'two tokens of one request live'),
    ...(await lockedOut(life, living)),
    ...(settled ? [...(await stuckClaims(life)), ...(await lastingRotations(life, living))] : []),
  ]
}

/** Whoever replaces a token has the old one until they have the new one. */
async function lockedOut({ store, world }: Life, living: Owned[]): Promise<string[]> {
  const records = await store.tokens.of(world.ana.id)
  const alive = (tid: string | undefined) => living.find((one) => one.tid === tid)
  return records
    .filter(({ replaces, tid, delivery }) => {
      const hasNew = delivery === 'confirmed' && alive(tid) !== undefined
      return replaces !== undefined && !hasNew && alive(replaces) === undefined
    })
    .map(() => 'the old token is gone before the new one is there')
}

/** Old ones whose grace time does not begin, though their owner has the new one. */
async function lastingRotations({ store, world }: Life, living: Owned[]): Promise<string[]> {
  const records = await store.tokens.of(world.ana.id)
  return records
    .filter(({ tid, replacedBy, state }) => {
      const hasNew = records.some(
        (one) => one.tid === replacedBy && one.delivery === 'confirmed' && one.state !== 'revoked',
      )
      return hasNew && state === 'active' && living.some((one) => one.tid === tid)
    })
    .map(() => 'the old token’s grace time does not begin')
}

/** Requests that are being collected for ever. */
async function stuckClaims({ store, world }: Life): Promise<string[]> {
  const stuck: string[] = []
  for await (const { state, claim } of store.requests.everyOpen()) {
    const begun = claim?.startedAt ?? 0
    if (state === 'claiming' && world.clock.now() > begun + HOUR) stuck.push('a request is being collected for ever')
  }
  return stuck
}
