// How every way in which Dremio can fail is told: the code, whether the deed may have happened, and what is repeated.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { type Fault, startDremio } from '../world/dremio/dremio.ts'
import { ada, type Deed, deeds, failureOf, openRoom, operation } from './room.ts'

const changes = (deed: Deed) => operation[deed] === 'create' || operation[deed] === 'revoke'
const tries = (deed: Deed, repeated: number) => (deed === 'create' ? 1 : repeated)

/** `open`: Dremio may have done it all the same. `tries`: how often GET and DELETE are sent. */
const statuses = [
  { status: 302, code: 'dremio_unavailable', open: true, repeated: 1, because: 'not json' },
  { status: 400, code: 'dremio_rejected', open: false, repeated: 1 },
  { status: 401, code: 'dremio_credential_refused', open: false, repeated: 1 },
  { status: 403, code: 'dremio_forbidden', open: false, repeated: 1 },
  { status: 404, code: 'dremio_missing', open: false, repeated: 1 },
  { status: 405, code: 'dremio_tokens_off', open: false, repeated: 1 },
  { status: 408, code: 'dremio_unavailable', open: true, repeated: 2, because: 'timeout' },
  { status: 409, code: 'dremio_conflict', open: false, repeated: 3 },
  { status: 422, code: 'dremio_rejected', open: false, repeated: 1 },
  { status: 429, code: 'dremio_busy', open: false, repeated: 3 },
  { status: 500, code: 'dremio_unavailable', open: true, repeated: 3, because: 'server error' },
  { status: 502, code: 'dremio_unavailable', open: true, repeated: 3, because: 'server error' },
  { status: 503, code: 'dremio_unavailable', open: true, repeated: 3, because: 'server error' },
] as const

describe.each(Object.keys(deeds) as Deed[])('when Dremio answers to %s', (deed) => {
  it.each(statuses)('$status, it is $code', async ({ status, code, open, repeated, ...more }) => {
    const room = await openRoom()
    room.simulated.fail('*', { status }, { times: 99 })
    const failure = await failureOf(deeds[deed](room))
    expect(failure.code).toBe(code)
    expect(failure.facts).toEqual({
      operation: operation[deed],
      status,
      mayHaveHappened: changes(deed) && open,
      ...more,
    })
    expect(room.simulated.requests.filter(({ operation }) => operation === deed)).toHaveLength(tries(deed, repeated))
  })

  it.each([200, 400, 403, 404])('%i and a page of HTML, it was not Dremio', async (status) => {
    const room = await openRoom()
    room.simulated.fail('*', { status, html: true }, { times: 99 })
    const failure = await failureOf(deeds[deed](room))
    expect(failure.code).toBe('dremio_unavailable')
    expect(failure.facts).toMatchObject({ because: 'not json', mayHaveHappened: changes(deed) && status === 200 })
    expect(room.simulated.requests).toHaveLength(1)
  })

  it('nothing in time, it is told as a timeout', async () => {
    const room = await openRoom({}, { timeout: 500 })
    room.simulated.fail('*', { hang: true }, { times: 99 })
    const failure = await failureOf(deeds[deed](room))
    expect(failure.code).toBe('dremio_unavailable')
    expect(failure.facts).toEqual({ operation: operation[deed], because: 'timeout', mayHaveHappened: changes(deed) })
    expect(room.simulated.requests).toHaveLength(tries(deed, 2))
  })

  it('by closing the connection, it is told as cut off', async () => {
    const room = await openRoom()
    room.simulated.fail('*', { drop: true }, { times: 99 })
    const failure = await failureOf(deeds[deed](room))
    expect(failure.code).toBe('dremio_unavailable')
    expect(failure.facts).toEqual({ operation: operation[deed], because: 'cut off', mayHaveHappened: changes(deed) })
    expect(room.simulated.requests).toHaveLength(tries(deed, 3))
  })

  it('nothing because nobody listens, nothing has happened and the reason is kept for the operator', async () => {
    const gone = await startDremio()
    await gone.close()
    const room = await openRoom({}, { apiUrl: gone.url })
    const failure = await failureOf(deeds[deed](room))
    expect(failure.code).toBe('dremio_unavailable')
    expect(failure.facts).toEqual({ operation: operation[deed], because: 'no connection', mayHaveHappened: false })
    expect((failure.cause as Error).message).toBe('ECONNREFUSED')
  })
})

describe('a call that may be repeated', () => {
  it('waits twice as long each time', async () => {
    const room = await openRoom()
    room.simulated.fail('list', { status: 503 }, { times: 2 })
    await expect(room.tokens.list(room.session)).resolves.toEqual([])
    expect(room.pauses).toEqual([250, 500])
  })

  it('spreads its pauses by chance', async () => {
    const room = await openRoom({}, { random: () => 0 })
    room.simulated.fail('list', { status: 503 }, { times: 2 })
    await room.tokens.list(room.session)
    expect(room.pauses).toEqual([125, 250])
  })

  it('waits as long as Dremio asks', async () => {
    const room = await openRoom()
    room.simulated.fail('list', { status: 429, retryAfter: 3 })
    await room.tokens.list(room.session)
    expect(room.pauses).toEqual([3_000])
  })

  it('understands a date as well', async () => {
    const room = await openRoom()
    room.simulated.fail('list', { status: 429, retryAfter: 'Wed, 21 Oct 2065 07:28:00 GMT' })
    const { code, facts } = await failureOf(room.tokens.list(room.session))
    expect([code, (facts as { retryAfter: number }).retryAfter > 1e8]).toEqual(['dremio_busy', true])
    room.simulated.fail('list', { status: 429, retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' })
    await room.tokens.list(room.session)
    expect(room.pauses).toEqual([0])
  })

  it('tells the person instead, where Dremio asks for more than five seconds', async () => {
    const room = await openRoom()
    room.simulated.fail('list', { status: 429, retryAfter: 60 })
    const failure = await failureOf(room.tokens.list(room.session))
    expect(failure.facts).toEqual({ operation: 'list', status: 429, retryAfter: 60, mayHaveHappened: false })
    expect(room.pauses).toEqual([])
  })

  it('remembers over all tries that the deed may have happened', async () => {
    const room = await openRoom()
    room.simulated.fail('deleteAll', { afterwards: 'drop' })
    room.simulated.fail('deleteAll', { status: 403 })
    const failure = await failureOf(room.tokens.revokeAll(room.session))
    expect([failure.code, failure.facts]).toEqual([
      'dremio_forbidden',
      { operation: 'revoke', status: 403, mayHaveHappened: true },
    ])
  })
})

describe('nothing of a call or of its answer', () => {
  const canary = `canary-${'x'.repeat(40)}`
  it.each(['create', 'list', 'delete', 'findUser'] as const)('gets out through a failed %s', async (deed) => {
    const room = await openRoom()
    const credential = room.simulated.credential(ada.id)
    const faults: Fault[] = [
      { status: 500, body: canary },
      { status: 403, body: { errorMessage: canary } },
      { status: 200, body: `<html>${canary}` },
      { status: 200, body: `{"what": "${canary}"` },
      { status: 200, body: `{"${canary}": "${canary}"}` },
      { drop: true },
    ]
    for (const fault of faults) {
      room.simulated.clearFaults()
      room.simulated.fail('*', fault, { times: 99 })
      // A delete that was answered 200 is done, whatever else was said.
      const outcome = await deeds[deed](room).catch((error: unknown) => error)
      const seen = `${inspect(outcome, { depth: 20, showHidden: true, getters: true })}${JSON.stringify(outcome)}`
      for (const secret of [canary, credential, room.simulated.url]) expect(seen).not.toContain(secret)
    }
  })

  it('gets out through a credential that cannot be sent', async () => {
    const room = await openRoom({}, { auth: { method: 'token', token: new Secret(`${canary}\n${canary}`) } })
    const failure = await failureOf(room.users.withEmail(ada.email))
    expect(failure.code).toBe('dremio_credential_refused')
    expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain(canary)
    expect(room.simulated.requests).toEqual([])
  })
})

it('follows no redirection', async () => {
  const externalTokens = await openRoom()
  const room = await openRoom(
    {},
    {
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        const headers = { Location: String(input).replace(room.simulated.url, externalTokens.simulated.url) }
        return init?.redirect === 'manual' ? new Response(null, { status: 307, headers }) : answer
      },
    },
  )
  expect((await failureOf(deeds.create(room))).facts).toMatchObject({ because: 'not json', status: 307 })
  expect(externalTokens.simulated.requests).toEqual([])
})

describe('the ping', () => {
  it('succeeds where Dremio answers at all, without a credential', async () => {
    const room = await openRoom()
    await room.ping()
    expect(room.simulated.requests).toMatchObject([{ method: 'GET', path: '/', as: undefined }])
  })

  it('fails where it does not', async () => {
    const room = await openRoom()
    room.simulated.fail('*', { status: 503 })
    expect((await failureOf(room.ping())).code).toBe('dremio_unavailable')
    await room.simulated.close()
    expect((await failureOf(room.ping())).code).toBe('dremio_unavailable')
  })
})

it('cannot be connected to a Software without a URL', async () => {
  await expect(openRoom({}, { edition: 'software', apiUrl: undefined, loginUrl: undefined })).rejects.toThrow('broken')
})
