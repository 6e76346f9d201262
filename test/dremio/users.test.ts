// Dremio users are found by e-mail address: exactly, only people, only active ones, and by no trick.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { ada, bob, editions, failureOf, openRoom, type Room, root } from './room.ts'

const other = '55555555-5555-4555-8555-555555555555'
const user = (more: object) => ({ id: other, name: ada.email, email: ada.email, active: true, ...more })

describe.each(editions)('at Dremio $edition $version', (dremio) => {
  const named = dremio.edition === 'cloud' ? ada.email : 'ada'

  it.each(['ada@example.com', 'Ada@Example.COM', ' ada@example.com '])('%j finds ada', async (email) => {
    const room = await openRoom(dremio)
    expect(await room.users.withEmail(email)).toEqual([{ uid: ada.id, name: named }])
  })

  it('what Unicode takes for the same letter is another one', async () => {
    const room = await openRoom(dremio)
    const kelvin = { id: other, email: 'mi\u212ae@example.com', name: 'mi\u212ae@example.com' }
    room.simulated.addUser(kelvin)
    // As a Dremio that folds would answer.
    room.simulated.fail('findUser', { status: 200, body: { data: [user(kelvin)] } })
    expect(await room.users.withEmail('mike@example.com')).toEqual([])
    expect((await failureOf(room.users.withEmail(kelvin.email))).facts).toEqual({ because: 'unusable' })
  })

  it('nobody is found by an address that nobody has', async () => {
    const room = await openRoom(dremio)
    expect(await room.users.withEmail('carol@example.com')).toEqual([])
    expect(await room.users.withEmail('da@example.com')).toEqual([])
  })

  it('a plus sign in an address arrives as such', async () => {
    const room = await openRoom(dremio)
    room.simulated.addUser({ id: other, email: 'ada+test@example.com' })
    expect(await room.users.withEmail('ada+test@example.com')).toMatchObject([{ uid: other }])
  })

  it('inactive people and service users are not found', async () => {
    const room = await openRoom(dremio)
    const credential = room.simulated.addUser({ id: other, email: 'other@example.com' })
    room.simulated.user(ada.id).identityType = 'SERVICE_USER'
    room.simulated.user(ada.id).name = ada.email
    expect(await room.users.withEmail(ada.email)).toEqual([])
    credential.active = false
    expect(await room.users.withEmail(credential.email)).toEqual([])
  })

  it('two people with one address are both told', async () => {
    const room = await openRoom(dremio)
    room.simulated.addUser({ id: other, email: 'ADA@example.com' })
    expect((await room.users.withEmail(ada.email)).map(({ uid }) => uid)).toEqual([ada.id, other])
  })

  it.each([
    "ada'@example.com",
    'ada"@example.com',
    'ada\\@example.com',
    "x'||name=='bob@example.com",
    "ada@example.com' || email=='bob@example.com",
    'ada @example.com',
    'ada',
    '',
    'a@b@c',
  ])('%j is not asked for', async (email) => {
    const room = await openRoom(dremio)
    expect((await failureOf(room.users.withEmail(email))).code).toBe('email_refused')
    expect(room.simulated.requests).toEqual([])
  })

  it('what Dremio lists is compared again', async () => {
    const room = await openRoom(dremio)
    const data = [
      user({ id: bob.id, name: bob.email, email: bob.email }),
      user({ active: false }),
      user({ active: undefined }),
      user({ identityType: 'SERVICE_USER' }),
      user({ identityType: 'ROBOT' }),
    ]
    room.simulated.fail('findUser', { status: 200, body: { data } })
    expect(await room.users.withEmail(ada.email)).toEqual([])
    room.simulated.fail('findUser', { status: 200, body: { data: [user({})] } })
    expect(await room.users.withEmail(ada.email)).toHaveLength(1)
  })

  it.each([
    ['no JSON', 'nothing here', 'dremio_unavailable'],
    ['no list', {}, 'dremio_answer_absurd'],
    ['an id that is none', { data: [user({ id: '..' })] }, 'dremio_answer_absurd'],
    ['fewer people than it counts', { data: [user({})], totalResults: 2 }, 'dremio_answer_absurd'],
  ])('%s is not taken for an answer', async (_, body, code) => {
    const room = await openRoom(dremio)
    room.simulated.fail('findUser', { status: 200, body })
    const failure = await failureOf(room.users.withEmail(ada.email))
    expect([failure.code, failure.facts]).toMatchObject([code, { operation: 'look up', mayHaveHappened: false }])
  })
})

describe('on Software', () => {
  it('people are found by their name as well, where that is the address', async () => {
    const room = await openRoom({ edition: 'software' })
    room.simulated.addUser({ id: other, email: 'elsewhere@example.com', name: 'carol@example.com' })
    expect(await room.users.withEmail('Carol@example.com')).toEqual([{ uid: other, name: 'carol@example.com' }])
  })

  it('the name of one and the address of another are two people', async () => {
    const room = await openRoom({ edition: 'software' })
    room.simulated.addUser({ id: other, email: 'elsewhere@example.com', name: ada.email })
    expect((await room.users.withEmail(ada.email)).map(({ uid }) => uid)).toEqual([ada.id, other])
  })
})

describe.each(editions)('whoever signed in at Dremio $edition $version', (dremio) => {
  const named = dremio.edition === 'cloud' ? ada.email : 'ada'
  const nothing = { uid: undefined, matches: undefined }

  /** An access token of somebody's, which says whose it is unless it is bare. */
  const tokenOf = (room: Room, { id }: { id: string }, claims: object | 'bare' = { sub: id }) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = claims === 'bare' ? `bare-token-of-${id}` : `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`
    room.simulated.accept(token, id)
    return new Secret(token)
  }

  it('is whom the access token names, and sees who has the address', async () => {
    const room = await openRoom(dremio)
    const matches = [{ uid: ada.id, name: named }]
    expect(await room.users.signedIn(tokenOf(room, ada), ada.email)).toEqual({ uid: ada.id, matches })
    expect(await room.users.signedIn(tokenOf(room, bob), ada.email)).toEqual({ uid: bob.id, matches })
    expect(await room.users.signedIn(tokenOf(room, ada), undefined)).toEqual({ uid: ada.id, matches: undefined })
    // Whom the search does not find is asked for by id: who may search is not documented, nor how exactly it compares.
    expect(room.simulated.requests.map(({ as, operation }) => [as, operation])).toEqual([
      [ada.id, 'findUser'],
      [bob.id, 'findUser'],
      [bob.id, 'getUser'],
    ])
  })

  it('is told by an upper-case id as well, and not by what is no id', async () => {
    const room = await openRoom(dremio)
    const upper = tokenOf(room, ada, { sub: ada.id.toUpperCase() })
    expect((await room.users.signedIn(upper, undefined)).uid).toBe(ada.id)
    for (const sub of ['ada', '', 5, `${ada.id}/..`]) {
      expect((await room.users.signedIn(tokenOf(room, ada, { sub }), undefined)).uid).toBeUndefined()
    }
  })

  it('is not known where the token names nobody, unless Dremio proves it', async () => {
    const room = await openRoom(dremio)
    const { uid } = await room.users.signedIn(tokenOf(room, ada, 'bare'), ada.email)
    expect(uid).toBe(dremio.edition === 'cloud' ? ada.id : undefined)
    expect((await room.users.signedIn(tokenOf(room, bob, 'bare'), ada.email)).uid).toBeUndefined()
    // An administrator of Software 26 lists the tokens of everybody.
    expect((await room.users.signedIn(tokenOf(room, root, 'bare'), ada.email)).uid).toBeUndefined()
  })

  it('sees nothing where Dremio does not let people look', async () => {
    const room = await openRoom({ ...dremio, usersMayLookUp: false })
    expect(await room.users.signedIn(tokenOf(room, ada), ada.email)).toEqual({ ...nothing, uid: ada.id })
    expect(await room.users.signedIn(tokenOf(room, ada, 'bare'), ada.email)).toEqual(nothing)
  })

  it.each([400, 401, 403, 404, 405])(
    'is not told where Dremio answers looking with %i, and nothing fails',
    async (status) => {
      const room = await openRoom(dremio)
      for (const claims of [{ sub: ada.id }, 'bare'] as const) {
        room.simulated.fail('*', { status }, { times: 9 })
        const said = await room.users.signedIn(tokenOf(room, ada, claims), ada.email)
        expect(said).toEqual({ ...nothing, uid: claims === 'bare' ? undefined : ada.id })
        room.simulated.clearFaults()
      }
    },
  )

  it.each([400, 401, 403])('is not proved by a list that is answered with %i', async (status) => {
    const room = await openRoom(dremio)
    room.simulated.fail('list', { status })
    const said = await room.users.signedIn(tokenOf(room, ada, 'bare'), ada.email)
    expect(said).toEqual({ uid: undefined, matches: [{ uid: ada.id, name: named }] })
  })

  const byName = { ...ada, name: ada.email }
  it.each([
    ['name', byName],
    ['e-mail address', ada],
  ])('sees themselves at least, where that is their %s', async (_, user) => {
    const room = await openRoom({ ...dremio, users: [user, bob] })
    const asked = async (who: { id: string }, email: string) => {
      room.simulated.fail('findUser', { status: 403 })
      return (await room.users.signedIn(tokenOf(room, who), email)).matches
    }
    const itself = [{ uid: ada.id, name: dremio.edition === 'cloud' ? ada.email : user.name }]
    expect(await asked(ada, ada.email)).toEqual(itself)
    expect(await asked(ada, 'ADA@example.com')).toEqual(itself)
    expect(await asked(bob, ada.email)).toBeUndefined()
  })

  it('is nobody who counts if they are no person, or not active', async () => {
    const room = await openRoom({ ...dremio, users: [byName, bob] })
    for (const odd of [{ active: false }, { active: undefined }, { identityType: 'SERVICE_USER' }]) {
      room.simulated.fail('findUser', { status: 403 })
      room.simulated.fail('getUser', { status: 200, body: user({ id: ada.id, ...odd }) })
      expect((await room.users.signedIn(tokenOf(room, ada), ada.email)).matches).toEqual([])
    }
  })

  it('is found beside another one with the same address, whom only the search shows', async () => {
    const room = await openRoom(dremio)
    // As a Dremio that compares letter by letter, and knows ada as Ada, would answer.
    room.simulated.fail('findUser', { status: 200, body: { data: [user({})] } })
    room.simulated.fail('getUser', { status: 200, body: user({ id: ada.id, name: 'Ada@example.com' }) })
    const { matches } = await room.users.signedIn(tokenOf(room, ada), ada.email)
    expect(matches?.map(({ uid }) => uid)).toEqual([other, ada.id])
  })

  it('is not taken for somebody whom Dremio describes in their place', async () => {
    const room = await openRoom(dremio)
    for (const body of [user({}), { hello: 'world' }]) {
      room.simulated.fail('getUser', { status: 200, body })
      expect((await room.users.signedIn(tokenOf(room, bob), 'carol@example.com')).matches).toEqual([])
    }
  })

  describe('with an address that no filter can hold', () => {
    const email = "ada.o'brien@example.com"
    const obrien = { id: ada.id, email, name: email }

    it('is known by their own id', async () => {
      const room = await openRoom({ ...dremio, users: [obrien, bob] })
      const matches = [{ uid: ada.id, name: email }]
      expect(await room.users.signedIn(tokenOf(room, ada), email)).toEqual({ uid: ada.id, matches })
      expect(await room.users.signedIn(tokenOf(room, ada), "Ada.O'Brien@Example.com")).toMatchObject({ matches })
      expect(room.simulated.requests.map(({ operation }) => operation)).toEqual(['getUser', 'getUser'])
    })

    it('is nobody else', async () => {
      const room = await openRoom({ ...dremio, users: [obrien, bob] })
      expect(await room.users.signedIn(tokenOf(room, bob), email)).toEqual({ ...nothing, uid: bob.id })
    })

    it('is not told where nobody may look, or the token names nobody', async () => {
      const room = await openRoom({ ...dremio, users: [obrien, bob], usersMayLookUp: false })
      expect(await room.users.signedIn(tokenOf(room, ada), email)).toEqual({ ...nothing, uid: ada.id })
      expect(await room.users.signedIn(tokenOf(room, ada, 'bare'), email)).toEqual(nothing)
    })
  })

  it('is not known while Dremio is away', async () => {
    const room = await openRoom(dremio)
    room.simulated.fail('*', { status: 503 }, { times: 9 })
    expect((await failureOf(room.users.signedIn(tokenOf(room, ada), ada.email))).code).toBe('dremio_unavailable')
  })
})

describe('pages', () => {
  it('are all read', async () => {
    const room = await openRoom()
    room.simulated.fail('findUser', { status: 200, body: { data: [user({})], nextPageToken: 'next' } })
    room.simulated.fail('findUser', { status: 200, body: { data: [user({ id: bob.id })] } })
    expect((await room.users.withEmail(ada.email)).map(({ uid }) => uid)).toEqual([other, bob.id])
    expect(room.simulated.requests.map(({ query }) => query)).toEqual([
      { filter: "name=='ada@example.com'", maxResults: '100' },
      { filter: "name=='ada@example.com'", maxResults: '100', pageToken: 'next' },
    ])
  })

  it('without end are given up', async () => {
    const room = await openRoom()
    const body = { data: [user({})], nextPageToken: 'next' }
    room.simulated.fail('findUser', { status: 200, body }, { times: 99 })
    expect((await failureOf(room.users.withEmail(ada.email))).code).toBe('dremio_answer_absurd')
    expect(room.simulated.requests).toHaveLength(5)
  })
})
