// The law of what is written down: what time has to do is set as an alarm, and what was done stands in the audit log.

import { receiptsToChase } from '../../src/alarms/chase-receipt.ts'
import { requestsThatWait } from '../../src/alarms/lapse-request.ts'
import { claimsToSettle } from '../../src/alarms/settle-claim.ts'
import type { WrittenEntry } from '../../src/core/audit.ts'
import type { Ports } from '../../src/core/ports.ts'
import type { Request } from '../../src/core/requests/request.ts'
import { readMark } from '../../src/core/tokens/token.ts'
import { entryIn } from '../../src/redis/audit.ts'
import { keysUnder } from '../../src/redis/keys.ts'
import { withClient } from '../world/redis.ts'
import type { Life } from './life.ts'

/** What a procedure that only reads may read, past the bot's borders. */
export function portsOf(life: Life): Ports {
  const { store, policy } = life
  const { clock } = life.world
  const messenger = {
    lost(error: unknown) {
      throw error
    },
  }
  return { ...store, policy, clock, messenger, sessions: sessionsOf(life) } as unknown as Ports
}

/** What the cards say of who can revoke a token. */
function sessionsOf({ world: { env } }: Life) {
  const { DREMIO_AUTH = '', DREMIO_OFFLINE } = env
  const unattended = DREMIO_OFFLINE === 'true' || !['oauth', 'idp'].includes(DREMIO_AUTH)
  return { capabilities: { can: { revoke: true }, unattended, forOthers: { revoke: false } } }
}

/** Every request that is kept; only Ana makes any. */
export async function requestsOf({ store, world }: Life): Promise<Request[]> {
  const found = new Map<string, Request>()
  for (const one of await store.requests.closedOf(world.ana.id, 100)) found.set(one.id, one)
  for await (const one of store.requests.everyOpen()) found.set(one.id, one)
  return [...found.values()]
}

/** What is wrong when alarms had their time, in words; empty if nothing is. */
export async function unrecorded(life: Life): Promise<string[]> {
  const [requests, due] = await Promise.all([requestsOf(life), dueAlarms(life)])
  const { entries, alarms } = await storedOf(life)
  return [
    ...due.filter((alarm) => !alarms.has(alarm)).map((alarm) => `the alarm ${alarm.replace(/:.*/, '')} is not set`),
    ...requests.flatMap((request) => missingEntries(request, entries)),
    ...unannouncedTokens(life, entries),
    ...(await missingEntriesOfTokens(life, entries)),
  ]
}

/** Alarms that have to be set, or running: a worker that started now would find none of them missing. */
async function dueAlarms(life: Life): Promise<string[]> {
  const ports = portsOf(life)
  const due: string[] = []
  for (const moments of [requestsThatWait, claimsToSettle, receiptsToChase]) {
    for await (const { kind, id } of moments(ports)) due.push(`${kind}:${id}`)
  }
  // Nothing has to be done of an old token before its owner has the new one, which sets the alarm.
  for await (const { tid, retiresAt } of life.store.tokens.everyUnsettled()) {
    if (retiresAt !== undefined) due.push(`cut-old-token:${tid}`)
  }
  return due
}

/** Each deed that the request tells of has an entry; what can be done only once has one only. */
function missingEntries(request: Request, all: readonly WrittenEntry[]): string[] {
  const { id, state, requester, review, approvals, policyChange } = request
  const ofRequest = all.map(({ entry }) => entry).filter((entry) => entry.request === id)
  const count = (actions: readonly string[], by: string) =>
    ofRequest.filter((entry) => actions.includes(entry.action) && entry.by === by).length
  const wrong = (actions: readonly string[], by: string, most = 1) => {
    const found = count(actions, by)
    return found >= 1 && found <= most
      ? []
      : [`“${actions.join(' or ')}” by ${by} stands ${found} times in the audit log`]
  }
  const repeats = Number.POSITIVE_INFINITY
  return [
    ...wrong(['request.created'], requester),
    ...(state === 'cancelled' ? wrong(['request.cancelled'], requester) : []),
    ...(state === 'lapsed' ? wrong(['request.lapsed'], 'bot') : []),
    ...(review ? wrong([deedOf(request)], review.by ?? 'bot', repeats) : []),
    ...(policyChange ? wrong(['request.policy_changed'], 'bot', repeats) : []),
    ...approvals.flatMap(({ by }) => wrong(['request.approval_added', 'request.approved'], by, repeats)),
  ]
}

/** A policy file that decides has an entry of its own. */
function deedOf({ review, policyChange }: Request): string {
  const isByPolicy = policyChange !== undefined && policyChange.at === review?.at
  return isByPolicy ? 'request.policy_changed' : `request.${review?.verdict}`
}

/** What an owner's or the bot's revocation is called in the audit log. */
const endings = ['token.revoked', 'token.returned', 'token.leak_reported']

/** Each deed that the records of Ana's tokens and reminders tell of has an entry. */
async function missingEntriesOfTokens({ store, world }: Life, all: readonly WrittenEntry[]): Promise<string[]> {
  const reminders = await store.reminderRecords.of(world.ana.id)
  const tokens = await store.tokens.of(world.ana.id)
  return tokens.flatMap((token) => {
    const { tid, request, delivery, state, givenBack, retiresAt, outstandingSince, receiptReminderAt } = token
    const { snoozes = 0, doNotRenew } = reminders.tokens[tid] ?? {}
    const entries = all.map(({ entry }) => entry)
    const count = (action: string) => entries.filter((one) => one.tid === tid && one.action === action).length
    const has = (...actions: string[]) => entries.some((one) => one.tid === tid && actions.includes(one.action))
    const ofClaim = entries.some((one) => one.request === request && /^claim\.(failed|settled)$/.test(one.action))
    const deeds: [boolean, string, boolean][] = [
      [delivery === 'confirmed', 'receipt.confirmed', has('receipt.confirmed')],
      [state === 'revoked' && !givenBack, 'token.revoked', ofClaim || has(...endings)],
      [givenBack === true, 'token.given_back', count('token.given_back') === 1],
      [retiresAt !== undefined, 'rotation.finished', has('rotation.finished')],
      [outstandingSince !== undefined, 'token.outstanding', has('token.outstanding')],
      [receiptReminderAt !== undefined, 'receipt.reminded', has('receipt.reminded')],
      [snoozes > 0, 'reminder.snoozed', has('reminder.snoozed')],
      [doNotRenew === true, 'reminder.do_not_renew', has('reminder.do_not_renew')],
    ]
    return deeds
      .filter(([isDone, , isWritten]) => isDone && !isWritten)
      .map(([, action]) => `“${action}” of a token does not stand in the audit log`)
  })
}

/** Each call for a token was written down before it was made. */
function unannouncedTokens({ world }: Life, all: readonly WrittenEntry[]): string[] {
  const marks = world.dremio.requests
    .filter(({ operation }) => operation === 'create')
    .map(({ body }) => readMark((body as { label?: string }).label ?? '').request)
  return [...new Set(marks)].flatMap((request) => {
    const calls = marks.filter((one) => one === request).length
    const started = all.filter(({ entry }) => entry.action === 'claim.started' && entry.request === request).length
    return started >= calls ? [] : [`${calls} tokens were made and ${started} claims stand in the audit log`]
  })
}

async function storedOf({ world }: Life): Promise<{ entries: WrittenEntry[]; alarms: ReadonlySet<string> }> {
  const { audit, alarms, alarmLeases } = keysUnder(world.redis.prefix)
  return withClient(world.redis.url, async (redis) => {
    const [rows, ...set] = await Promise.all([
      redis.xrange(audit, '-', '+'),
      redis.zrange(alarms, '0', '-1'),
      redis.zrange(alarmLeases, '0', '-1'),
    ])
    return { entries: rows.map(([, fields]) => entryIn(fields)), alarms: new Set(set.flat()) }
  })
}
