// Whatever somebody does with their tokens, no more of them work at once than the policy file allows.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alarmHandlers } from '../../src/alarms/list.ts'
import { watchAlarms } from '../../src/alarms/watch.ts'
import { BotError } from '../../src/core/errors.ts'
import type { Person } from '../../src/core/people/person.ts'
import { builtInPolicy, type Policy } from '../../src/core/policy/evaluate.ts'
import type { Ports } from '../../src/core/ports.ts'
import { Secret } from '../../src/core/secret.ts'
import type { SessionSubject } from '../../src/core/sessions/session.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import type { ListedToken } from '../../src/core/tokens/token.ts'
import { randomIds } from '../../src/ids.ts'
import { bindOperations } from '../../src/operations/list.ts'
import { redisForThisFile } from '../redis/store.ts'

const MOST = 2
const redis = redisForThisFile()
const actor = () => ({ id: 'UANA' })

/** Dremio's side: who has which tokens. */
function aDremio(now: () => number) {
  const tokens = new Map<string, ListedToken>()
  return {
    working: () => [...tokens.values()].filter(({ expiresAt }) => expiresAt > now()),
    tokens: {
      list: async ({ uid }: { uid: string }) =>
        [...tokens.values()].filter((token) => token.uid === uid && token.expiresAt > now()),
      create: async ({ uid }: { uid: string }, { label, lifetime }: { label: string; lifetime: number }) => {
        const tid = randomUUID()
        tokens.set(tid, { tid, uid, label, createdAt: now(), expiresAt: now() + lifetime })
        return { secret: new Secret(tid), tid }
      },
      revoke: async (_session: unknown, tid: string) => void tokens.delete(tid),
      revokeAll: async ({ uid }: { uid: string }) => {
        for (const token of tokens.values()) if (token.uid === uid) tokens.delete(token.tid)
      },
    },
  }
}

const person: Person = {
  ...{ id: 'UANA', name: 'Ana', teams: ['T0'], email: 'ana@acme.test', emailConfirmed: true, timeZone: 'UTC' },
  ...{ deleted: false, bot: false, guest: false, stranger: false, invited: false, outOfOffice: false },
}

/** One person, a policy under which everything is free but for the limit, and a Slack that takes everything. */
function aBot() {
  const store = redis.open()
  const { clock } = store
  const dremio = aDremio(() => clock.now())
  const builtIn = builtInPolicy([], 'cloud')
  const policy: Policy = {
    ...builtIn,
    tokens: { maxActive: MOST },
    rotation: { grace: DAY, atMost: 7 * DAY },
    rules: [{ name: 'free', when: {}, then: 'approve' }],
  }
  const actAs = async ({ uid }: Pick<SessionSubject, 'uid'>) => ({ uid, accessToken: new Secret('x'), working: [] })
  const all = { create: true, list: true, revoke: true, 'look up': false }
  const ports = {
    ...{ clock, ids: randomIds, policy: () => policy, admins: [], publicUrl: undefined },
    workplace: { teams: ['T0'], emailDomains: ['acme.test'] },
    directory: {
      ...{ person: async () => person, colleague: async () => person, known: () => person },
      ...{ managerOf: async () => undefined, membersOf: async () => [] },
    },
    ...{ requests: store.requests, tokens: store.tokens, reminderRecords: store.reminderRecords, links: store.links },
    ...{ delegations: store.delegations, audit: store.audit, alarms: store.alarms, signIns: store.signIns },
    ...{ departures: store.departures, managersSeen: store.managersSeen },
    rateLimits: { take: async () => 0, takeFromBudget: async () => 0 },
    sessions: {
      ...{ authMethod: 'impersonation', signIn: undefined, actAs, release: async () => undefined },
      capabilities: { can: all, unattended: true, forOthers: { list: false, revoke: false } },
      onBehalf: () => {
        throw new BotError('auth_method_cannot', { method: 'impersonation', operation: 'revoke' })
      },
    },
    dremioTokens: dremio.tokens,
    delivery: { show: async () => undefined },
    // Every message counts as sent.
    messenger: new Proxy({}, { get: () => async () => true }),
  } as unknown as Ports
  const watch = watchAlarms({
    queue: store.alarms,
    clock,
    run: ({ kind, id }) => alarmHandlers[kind](ports, id),
    begin: async () => undefined,
    onTrouble: () => undefined,
    onDeadLetter: () => undefined,
  })
  return { store, clock, dremio, operations: bindOperations(ports), watch }
}

type World = ReturnType<typeof aBot>
type Step = (world: World, pick: number) => Promise<unknown>

const uids = [randomUUID(), randomUUID()]
const chosen = <T>(some: readonly T[], pick: number): T | undefined => some[pick % Math.max(some.length, 1)]

async function links({ store, clock }: World, pick: number): Promise<void> {
  const uid = chosen(uids, pick) ?? ''
  await store.links.remove('UANA')
  await store.links.add({
    person: 'UANA',
    uid,
    dremioName: 'ana',
    proof: 'administrator',
    at: clock.now(),
    by: 'UCARL',
  })
}

async function onToken(world: World, pick: number, act: (tid: string) => Promise<unknown>): Promise<void> {
  const token = chosen(world.dremio.working(), pick)
  if (token) await act(token.tid)
}

async function onRequest(world: World, pick: number, act: (id: string) => Promise<unknown>): Promise<void> {
  const request = chosen(await world.store.requests.openOf('UANA'), pick)
  if (request) await act(request.id)
}

const steps: Record<string, Step> = {
  asks: ({ operations }, pick) =>
    operations.requestToken(actor(), {
      label: `label ${pick}`,
      lifetime: (1 + (pick % 3)) * 10 * DAY,
      reason: 'Because',
    }),
  collects: (world, pick) => onRequest(world, pick, (id) => world.operations.claimToken(actor(), id)),
  'collects twice at once': (world) =>
    onRequest(world, 0, async (one) => {
      const two = (await world.store.requests.openOf('UANA')).at(-1)?.id ?? one
      await Promise.allSettled([world.operations.claimToken(actor(), one), world.operations.claimToken(actor(), two)])
    }),
  rotates: (world, pick) => onToken(world, pick, (tid) => world.operations.rotateToken(actor(), tid)),
  saves: (world, pick) => onToken(world, pick, (tid) => world.operations.confirmReceipt(actor(), tid)),
  'gives back': (world, pick) => onToken(world, pick, (tid) => world.operations.returnToken(actor(), tid)),
  keeps: (world, pick) => onToken(world, pick, (tid) => world.operations.keepOldToken(actor(), tid)),
  cuts: (world, pick) => onToken(world, pick, (tid) => world.operations.cutOldToken(actor(), tid)),
  'ends one at Dremio': (world, pick) => onToken(world, pick, (tid) => world.dremio.tokens.revoke({}, tid)),
  'is linked': links,
  'lets time pass': async ({ clock, watch }, pick) => {
    clock.time += [HOUR, 12 * HOUR, 2 * DAY][pick % 3] ?? HOUR
    await watch.look()
  },
}
const names = Object.keys(steps)
/** What makes tokens comes more often than what ends them. */
const often = ['collects', 'collects', 'collects', 'rotates', 'rotates', 'rotates', 'saves', 'saves', 'keeps']

/** Tokens that work and that no working token replaces count in full; each may have one that it replaces beside it. */
function chains(
  working: readonly ListedToken[],
  replaces: ReadonlyMap<string, string>,
): { heads: number; longest: number } {
  const alive = new Set(working.map(({ tid }) => tid))
  const replaced = new Set([...replaces].filter(([tid]) => alive.has(tid)).map(([, old]) => old))
  const lengthFrom = (tid: string): number => {
    const old = replaces.get(tid)
    return 1 + (old !== undefined && alive.has(old) ? lengthFrom(old) : 0)
  }
  const heads = [...alive].filter((tid) => !replaced.has(tid))
  return { heads: heads.length, longest: Math.max(0, ...heads.map(lengthFrom)) }
}

const RUNS = Number(process.env.TOKEN_LIMIT_RUNS ?? 60)

test('no sequence of steps makes more tokens work than the file allows', { timeout: 120_000 }, async () => {
  const made = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...names, ...often), fc.nat({ max: 2 })), { minLength: 15, maxLength: 40 }),
      async (sequence) => {
        const world = aBot()
        await links(world, 0)
        for (const [name, pick] of sequence) {
          await steps[name]?.(world, pick).then(
            () => made.add(name),
            (error: unknown) => {
              if (!(error instanceof BotError)) throw error
            },
          )
          const replaces = new Map(
            (await world.store.tokens.of('UANA')).flatMap(({ tid, replaces }) =>
              replaces ? [[tid, replaces] as const] : [],
            ),
          )
          const { heads, longest } = chains(world.dremio.working(), replaces)
          expect(heads).toBeLessThanOrEqual(MOST)
          expect(longest).toBeLessThanOrEqual(2)
        }
        // What is only for a while is over after a while.
        for (let days = 0; days < 10; days += 1) {
          world.clock.time += DAY
          await world.watch.look()
        }
        expect(world.dremio.working().length).toBeLessThanOrEqual(MOST)
      },
    ),
    { numRuns: RUNS },
  )
  // The steps are not refused each time.
  expect([...made].sort()).toEqual([...names].sort())
})
