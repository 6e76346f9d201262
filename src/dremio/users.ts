// Finds the Dremio users with an e-mail address and the owner of an access token, and checks Dremio's answers again.
import { BotError, isBotError } from '../core/errors.ts'
import { plainEmail, sameEmail } from '../core/people/person.ts'
import type { DremioUser, DremioUsers } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { DremioClient } from './client.ts'
import { absurdAnswer } from './failures.ts'
import { tokensOf, userOf, usersIn } from './paths.ts'
import { describedUser, type ListedUser, readAnswer, tokenList, userPage } from './responses.ts'
import { uidIn } from './token-endpoint.ts'

/** An exact match needs only one page. More pages mean that Dremio ignored the filter. */
const MOST_PAGES = 5

export interface DescribedUser extends DremioUser {
  active: boolean
  email: string | undefined
  /** Undefined if Dremio does not return them. */
  roles: readonly { name: string; type?: string | null | undefined }[] | undefined
}

/** One user by id. Throws the `dremio_…` codes; `dremio_answer_absurd` if Dremio describes another user. */
export async function describeUser(client: DremioClient, uid: string, as: Secret): Promise<DescribedUser> {
  const text = await client.send({ operation: 'look up', method: 'GET', path: userOf(client.edition, uid), as })
  const user = readAnswer(describedUser, text, 'look up')
  if (user.id !== uid.toLowerCase()) throw absurdAnswer({ operation: 'look up', earlier: false })
  const { id, name, email, roles } = user
  return { uid: id, name, active: isActivePerson(user), email: email ?? undefined, roles: roles ?? undefined }
}

/** A credential for looking users up, and the user whom it belongs to, if that is known. */
export interface LookupCredential {
  as: Secret
  self?: DescribedUser
  /** Called when Dremio refuses the credential. */
  refused?: () => void
}

export interface LookUp {
  /** The credential to look up this address with. Throws `auth_method_cannot` if there is none. */
  seekerFor(email: string): Promise<LookupCredential>
  /** The administrator's credential, if there is one that works: it can look up users whom people cannot. */
  administrator(): LookupCredential | undefined
  /** A credential of the bot's own that may look up any user by id, if there is one. */
  describer(): LookupCredential | undefined
}

export function createDremioUsers(client: DremioClient, { seekerFor, administrator, describer }: LookUp): DremioUsers {
  const { edition } = client
  return { withEmail, withId, signedIn }

  async function withId(uid: string): Promise<(DremioUser & { email: string | undefined }) | undefined> {
    const user = await firstAnswer([describer()], (as) => describedOrNot(uid, as))
    if (!user) return undefined
    const { name, email = name.includes('@') ? name : undefined } = user
    return { uid: user.uid, name, email }
  }

  async function withEmail(email: string): Promise<DremioUser[]> {
    const address = plainEmail(email)
    if (!isFilterable(address)) throw new BotError('email_refused', { because: 'unusable' })
    const { as, self, refused } = await seekerFor(address)
    try {
      return await named(address, as)
    } catch (error) {
      if (isBotError(error, 'dremio_credential_refused')) refused?.()
      if (!self || !isNotTold(error)) throw error
      return onlyIfNamed(self, address)
    }
  }

  async function signedIn(
    accessToken: Secret,
    email: string | undefined,
  ): Promise<{ uid: string | undefined; matches: DremioUser[] | undefined }> {
    const uid = uidIn(accessToken)
    const matches = email === undefined ? undefined : await matchesFor(plainEmail(email), accessToken, uid)
    return { uid: uid ?? (await provedByListing(accessToken, matches)), matches }
  }

  async function matchesFor(address: string, accessToken: Secret, uid: string | undefined) {
    const credentials = [{ as: accessToken }, administrator()]
    const found = isFilterable(address) ? await firstAnswer(credentials, (as) => named(address, as)) : undefined
    if (uid === undefined || found?.some((user) => user.uid === uid)) return found
    // A person who may not list users may still read their own; and which addresses a filter finds depends on Dremio.
    const self = await firstAnswer(credentials, (as) => describedOrNot(uid, as))
    if (!self || !hasAddress(self, address)) return found
    return [...(found ?? []), ...onlyIfNamed(self, address)]
  }

  /** Returns undefined if Dremio describes another user. */
  async function describedOrNot(uid: string, as: Secret): Promise<DescribedUser | undefined> {
    try {
      return await describeUser(client, uid, as)
    } catch (error) {
      if (isBotError(error, 'dremio_answer_absurd')) return undefined
      throw error
    }
  }

  /**
   * For an access token that does not name its user. On Cloud nobody can list other people's tokens, administrators
   * included (https://docs.dremio.com/dremio-cloud/security/authentication/personal-access-token), so a token that can
   * list a user's tokens belongs to that user. On Software 26 administrators can list, so there it proves nothing.
   */
  async function provedByListing(accessToken: Secret, matches: DremioUser[] | undefined): Promise<string | undefined> {
    const [user, another] = matches ?? []
    if (edition !== 'cloud' || !user || another) return undefined
    const path = tokensOf(edition, user.uid)
    const listed = await firstAnswer([{ as: accessToken }], (as) =>
      client.send({ operation: 'list', method: 'GET', path, as }),
    )
    return listed !== undefined && readAnswer(tokenList, listed, 'list') ? user.uid : undefined
  }

  async function named(address: string, as: Secret): Promise<DremioUser[]> {
    // Cloud cannot filter by e-mail address, but its user names are e-mail addresses.
    const filter = edition === 'cloud' ? `name=='${address}'` : `email=='${address}'||name=='${address}'`
    const found = await everyPage(client, filter, as)
    return found
      .filter((user) => hasAddress(user, address) && isActivePerson(user))
      .map(({ id, name }) => ({ uid: id, name }))
  }
}

async function everyPage(client: DremioClient, filter: string, as: Secret): Promise<ListedUser[]> {
  const found: ListedUser[] = []
  let pageToken: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const text = await client.send({
      operation: 'look up',
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
    // A second user with this address may be missing from the answer, and the bot must not guess.
    else if ((totalResults ?? 0) > found.length) break
    else return found
  }
  throw absurdAnswer({ operation: 'look up', earlier: false })
}

/**
 * The filter is an expression in quotes, without a documented way to escape quotes. People whose address contains one
 * (o'brien@…) are found by the user id in their access token, or have to be linked by an administrator.
 */
function isFilterable(address: string): boolean {
  return /^[^@]+@[^@]+$/.test(address) && /^[!-~]+$/.test(address) && !/['"`\\|&=()]/.test(address)
}

function onlyIfNamed(user: DescribedUser, address: string): DremioUser[] {
  return user.active && hasAddress(user, address) ? [{ uid: user.uid, name: user.name }] : []
}

function hasAddress({ name, email }: Pick<ListedUser, 'name' | 'email'>, address: string): boolean {
  return sameEmail(name, address) || sameEmail(email ?? undefined, address)
}

/** A user without a type comes from a Dremio version without service users. */
function isActivePerson({ active, identityType }: ListedUser): boolean {
  return active === true && (identityType ?? 'REGULAR_USER') === 'REGULAR_USER'
}

/**
 * Dremio does not allow this credential to look users up: a credential that Dremio has just issued can be refused for
 * no other reason. The status for that is not documented.
 */
export function isNotTold(error: unknown): boolean {
  return isBotError(
    error,
    'dremio_forbidden',
    'dremio_missing',
    'dremio_tokens_off',
    'dremio_credential_refused',
    'dremio_rejected',
  )
}

/** The first result that any of these credentials gets. */
async function firstAnswer<T>(
  credentials: readonly (LookupCredential | undefined)[],
  ask: (as: Secret) => Promise<T>,
): Promise<T | undefined> {
  for (const credential of credentials) {
    if (!credential) continue
    try {
      const answer = await ask(credential.as)
      if (answer !== undefined) return answer
    } catch (error) {
      if (isBotError(error, 'dremio_credential_refused')) credential.refused?.()
      if (!isNotTold(error)) throw error
    }
  }
  return undefined
}
