// Where Dremio is, by edition and region, and what administrators may do there for others.
import { describe, expect, it } from 'vitest'
import { apiUrlOf, type DremioLocation, loginUrlOf } from '../../src/dremio/editions.ts'
import { tokensOf, userOf, usersIn } from '../../src/dremio/paths.ts'
import { ada, type Deed, deeds, openRoom, operation, root } from './room.ts'

it.each<[DremioLocation, api: string, login: string]>([
  [{ edition: 'cloud' }, 'https://api.dremio.cloud', 'https://login.dremio.cloud'],
  [{ edition: 'cloud', region: 'us' }, 'https://api.dremio.cloud', 'https://login.dremio.cloud'],
  [{ edition: 'cloud', region: 'eu' }, 'https://api.eu.dremio.cloud', 'https://login.eu.dremio.cloud'],
  // PrivateLink gives the API a private name and leaves the sign-in where it is.
  [
    { edition: 'cloud', region: 'eu', apiUrl: 'https://d.internal' },
    'https://d.internal',
    'https://login.eu.dremio.cloud',
  ],
  [{ edition: 'software', apiUrl: 'https://d:9047/' }, 'https://d:9047', 'https://d:9047'],
  [
    { edition: 'software', apiUrl: 'https://d:9047', loginUrl: 'https://login.d/' },
    'https://d:9047',
    'https://login.d',
  ],
])('%j is called at %s and signs people in at %s', (place, api, login) => {
  expect([apiUrlOf(place), loginUrlOf(place)]).toEqual([api, login])
})

it('Software has no URL of its own', () => {
  expect(() => apiUrlOf({ edition: 'software' })).toThrow('broken')
  expect(() => loginUrlOf({ edition: 'software' })).toThrow('broken')
})

it('each edition has paths of its own', () => {
  expect([tokensOf('cloud', ada.id), usersIn('cloud'), userOf('cloud', ada.id)]).toEqual([
    `/v0/user/${ada.id}/token`,
    '/v0/users',
    `/v1/users/${ada.id}`,
  ])
  expect([tokensOf('software', ada.id), usersIn('software'), userOf('software', ada.id)]).toEqual([
    `/api/v3/user/${ada.id}/token`,
    '/api/v3/user',
    `/api/v3/user/${ada.id}`,
  ])
  expect(() => userOf('software', 'by-name/ada')).toThrow('broken')
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
    expect(refused).toBe(!administratorsMay[edition][operation[deed]])
  })
})
