// Where Dremio is, by edition and region, and what administrators may do there for others.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { apiBase, type Place } from '../../src/dremio/editions.ts'
import { createTokenSessions } from '../../src/dremio/sessions/token.ts'
import { ada, type Deed, deeds, doing, openRoom, root } from './room.ts'

it.each<[Place, string]>([
  [{ edition: 'cloud' }, 'https://api.dremio.cloud/v0'],
  [{ edition: 'cloud', region: 'us' }, 'https://api.dremio.cloud/v0'],
  [{ edition: 'cloud', region: 'eu' }, 'https://api.eu.dremio.cloud/v0'],
  [{ edition: 'cloud', region: 'eu', apiUrl: 'https://dremio.private:8443' }, 'https://dremio.private:8443/v0'],
  [{ edition: 'software', apiUrl: 'https://dremio.example.com:9047/' }, 'https://dremio.example.com:9047/api/v3'],
])('%j is called at %s', (place, base) => {
  expect(apiBase(place)).toBe(base)
})

it('Software has no URL of its own', () => {
  expect(() => apiBase({ edition: 'software' })).toThrow('broken')
})

/**
 * Nobody creates for others in any edition; Cloud keeps its administrators out altogether; Software lets the ADMIN role
 * revoke, and list from version 26 on. Source: the editions' pages on personal access tokens.
 */
const administratorsMay = {
  cloud: { create: false, list: false, revoke: false, 'look up': true },
  software: { create: false, list: true, revoke: true, 'look up': true },
} as const

describe.each(['cloud', 'software'] as const)('what administrators may do for others, %s', (edition) => {
  it.each(Object.keys(deeds) as Deed[])('is as it is written down: %s', async (deed) => {
    const room = await openRoom({ edition }, { actor: root.id })
    const refused = await deeds[deed](room).then(
      () => false,
      (error: { code?: string }) => error.code === 'dremio_forbidden',
    )
    expect(refused).toBe(!administratorsMay[edition][doing[deed]])
  })
})

describe('the static-token way', () => {
  it('acts for everybody with the one token', async () => {
    const room = await openRoom()
    expect(room.sessions.way).toBe('token')
    expect(room.sessions.abilities.can).toEqual({ create: true, list: true, revoke: true, 'look up': true })
    const link = { person: 'U1', uid: root.id, dremioName: 'root', proof: 'email', at: 0, by: 'U1' } as const
    const session = await room.sessions.actAs(link)
    expect(session.uid).toBe(root.id)
    expect(session.accessToken.reveal()).toBe(room.simulated.credential(ada.id))
  })

  it('knows its own token in the list, and works with one that is none', async () => {
    const room = await openRoom()
    const link = { person: 'U1', uid: ada.id, dremioName: 'ada', proof: 'email', at: 0, by: 'U1' } as const
    const own = room.simulated.mint(ada.id)
    expect(await createTokenSessions(new Secret(own.secret)).actAs(link)).toMatchObject({ tid: own.tid })
    expect(await createTokenSessions(new Secret('a.b.c')).actAs(link)).not.toHaveProperty('tid')
  })
})
