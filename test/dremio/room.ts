// The Dremio room connected to a simulated Dremio of its own, with pauses that are written down and not waited for.
import { inspect } from 'node:util'
import { afterEach, expect } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Session } from '../../src/core/sessions/session.ts'
import { connectDremio, type Dremio, type DremioSettings } from '../../src/dremio/dremio.ts'
import { type DremioOptions, type SimulatedDremio, startDremio } from '../world/dremio/dremio.ts'
import { type Kept, keptInMemory, keysInMemory } from './keeping.ts'

export const DAY = 86_400_000
export const ada = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.com', name: 'ada' }
export const bob = { id: '22222222-2222-4222-8222-222222222222', email: 'bob@example.com', name: 'bob' }
export const root = { id: '33333333-3333-4333-8333-333333333333', email: 'root@example.com', name: 'root', admin: true }

export const editions = [
  { edition: 'cloud', version: '26' },
  { edition: 'software', version: '25' },
  { edition: 'software', version: '26' },
] as const

export interface Room extends Dremio {
  simulated: SimulatedDremio
  /** Acts for ada with the credential of `actor`. */
  session: Session
  /** Milliseconds of every pause before a repeated call. */
  pauses: number[]
  kept: Kept
}

export const PUBLIC_URL = 'http://127.0.0.1:9'
export const CALLBACK = `${PUBLIC_URL}/dremio/callback`

const running = new Set<{ close(): Promise<void> }>()
afterEach(async () => {
  for (const one of running) await one.close()
  running.clear()
})

/** Closed after the test. */
export function closing<T extends { close(): Promise<void> }>(one: T): T {
  running.add(one)
  return one
}

export interface RoomSettings extends Partial<DremioSettings> {
  /** Whose credential `DREMIO_TOKEN` is; ada's if not said. */
  actor?: string
  /** Another room at the same Dremio, with the same sessions at rest. */
  beside?: Room
}

export async function openRoom(world: DremioOptions = {}, settings: RoomSettings = {}): Promise<Room> {
  const { actor = ada.id, beside, ...more } = settings
  const simulated = beside?.simulated ?? closing(await startDremio({ users: [ada, bob, root], ...world }))
  const now = world.now ?? Date.now
  const kept = beside?.kept ?? keptInMemory(now)
  const pauses: number[] = []
  const token = new Secret(simulated.credential(actor))
  const dremio = connectDremio({
    edition: simulated.edition,
    apiUrl: simulated.url,
    loginUrl: simulated.url,
    publicUrl: PUBLIC_URL,
    auth: { method: 'token', token },
    kept,
    signingKeys: keysInMemory(),
    clock: { now },
    timeout: 5_000,
    wait: async (milliseconds) => void pauses.push(milliseconds),
    random: () => 1,
    ...more,
  })
  return { ...dremio, simulated, pauses, kept, session: { uid: ada.id, accessToken: token, working: [] } }
}

/** How the room is asked to do each thing. */
export const deeds = {
  create: (room: Room): Promise<unknown> => room.tokens.create(room.session, { label: 'tableau', lifetime: DAY }),
  list: (room: Room): Promise<unknown> => room.tokens.list(room.session),
  delete: (room: Room): Promise<unknown> => room.tokens.revoke(room.session, '44444444-4444-4444-8444-444444444444'),
  deleteAll: (room: Room): Promise<unknown> => room.tokens.revokeAll(room.session),
  findUser: (room: Room): Promise<unknown> => room.users.withEmail(ada.email),
} as const
export type Deed = keyof typeof deeds

/** The room's word for each of them. */
export const operation = {
  create: 'create',
  list: 'list',
  delete: 'revoke',
  deleteAll: 'revoke',
  findUser: 'look up',
} as const

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<BotError> {
  const outcome = await call.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
  if (outcome instanceof BotError) return outcome
  throw new Error('Not a BotError', { cause: outcome })
}

/** The failure of a call that must fail, which must hold none of these, however it is looked at. */
export async function harmlessFailureOf(call: Promise<unknown>, secrets: () => readonly string[]): Promise<BotError> {
  const failure = await failureOf(call)
  const seen = `${inspect(failure, { depth: 10, showHidden: true, getters: true })}${JSON.stringify(failure)}${failure.stack}`
  expect(secrets().filter((secret) => seen.includes(secret))).toEqual([])
  return failure
}
