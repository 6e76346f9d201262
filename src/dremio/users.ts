// Finds the Dremio users with an e-mail address: one filtered look-up, checked again on our side.
import { BotError } from '../core/errors.ts'
import type { DremioUser, DremioUsers } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { type ListedUser, readAnswer, userPage } from './answers.ts'
import type { DremioClient } from './client.ts'
import { absurdAnswer } from './failures.ts'
import { usersIn } from './paths.ts'

/** An exact match fills no page; more of them mean that the filter was not understood. */
const MOST_PAGES = 5

/** `as` is the credential that may look users up. */
export function createDremioUsers(client: DremioClient, as: Secret): DremioUsers {
  // Cloud cannot filter by e-mail address, but its user names are just that.
  const field = client.edition === 'cloud' ? 'name' : 'email'
  return { withEmail }

  async function withEmail(email: string): Promise<DremioUser[]> {
    const address = email.trim().toLowerCase()
    // The filter is an expression in quotes, with no documented way to escape one. Legal addresses that need it
    // (o'brien@…) have to be linked by an administrator.
    if (!/^[^\s'"`\\@|&=()]+@[^\s'"`\\@|&=()]+$/.test(address))
      throw new BotError('email_refused', { because: 'unusable' })
    const found = await everyPage(`${field}=='${address}'`)
    return found
      .filter((user) => user[field]?.trim().toLowerCase() === address && isActivePerson(user))
      .map(({ id, name }) => ({ uid: id, name }))
  }

  async function everyPage(filter: string): Promise<ListedUser[]> {
    const found: ListedUser[] = []
    let pageToken: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const text = await client.send({
        doing: 'look up',
        method: 'GET',
        path: usersIn(client.edition),
        query: {
          filter,
          ...(client.edition === 'cloud' ? { maxResults: '100' } : {}),
          ...(pageToken === undefined ? {} : { pageToken }),
        },
        as,
      })
      const { data, nextPageToken, totalResults } = readAnswer(userPage, text, 'look up')
      found.push(...data)
      if (nextPageToken) pageToken = nextPageToken
      // A second user with this address may be among those that were not shown, and we must not guess.
      else if ((totalResults ?? 0) > found.length) break
      else return found
    }
    throw absurdAnswer({ doing: 'look up', earlier: false })
  }
}

/** Users without a type are those of a Dremio that knows no service users yet. */
function isActivePerson({ active, identityType }: ListedUser): boolean {
  return active === true && (identityType ?? 'REGULAR_USER') === 'REGULAR_USER'
}
