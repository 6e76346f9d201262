// Lists, creates and revokes the personal access tokens of the session's user at Dremio.
import { BotError, isBotError } from '../core/errors.ts'
import type { DremioTokens } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import type { Session } from '../core/sessions/session.ts'
import type { ListedToken } from '../core/tokens/token.ts'
import { tidOf } from '../core/tokens/token-value.ts'
import type { Call, DremioClient } from './client.ts'
import { absurdAnswer } from './failures.ts'
import { readIssuedSecret } from './issued-secret.ts'
import { type Path, tokenOf, tokensOf } from './paths.ts'
import { readAnswer, tokenList } from './responses.ts'

export function createDremioTokens(client: DremioClient): DremioTokens {
  const { edition } = client
  return { list, create, revoke, revokeAll }

  /** If Dremio refuses the access token, the session may get another one, which is tried once. */
  async function send(session: Session, call: Omit<Call, 'as'>, again = call.operation !== 'create'): Promise<string> {
    try {
      return await client.send({ ...call, as: session.accessToken })
    } catch (error) {
      if (!session.refused || !isBotError(error, 'dremio_credential_refused')) throw error
      const another = await session.refused(error, again)
      if (!again) throw error
      // Later calls in this session use the new access token as well.
      session.accessToken = another
      return send(session, call, false)
    }
  }

  async function list(session: Session): Promise<ListedToken[]> {
    const { uid } = session
    const text = await send(session, { operation: 'list', method: 'GET', path: tokensOf(edition, uid) })
    const { data } = readAnswer(tokenList, text, 'list')
    // Labels of other people's tokens must not be shown, even if Dremio lists them here.
    if (data.some((token) => token.uid !== uid.toLowerCase())) throw absurdAnswer({ operation: 'list', earlier: false })
    return data
  }

  async function create(
    session: Session,
    { label, lifetime }: { label: string; lifetime: number },
  ): Promise<{ secret: Secret; tid: string | undefined }> {
    // Without a lifetime, or with null, Software 25 creates a token that has already expired.
    if (!Number.isSafeInteger(lifetime) || lifetime <= 0) throw new BotError('broken', {})
    const answer = await send(session, {
      operation: 'create',
      method: 'POST',
      path: tokensOf(edition, session.uid),
      body: { label, millisecondsToExpire: lifetime },
    })
    const value = readIssuedSecret(answer)
    if (value === undefined) throw absurdAnswer({ operation: 'create', earlier: true })
    return { secret: new Secret(value), tid: tidOf(value) }
  }

  async function revoke(session: Session, tid: string): Promise<void> {
    const path = tokenOf(edition, session.uid, tid)
    await end(session, path, (left) => !left.some((token) => token.tid === tid.toLowerCase()))
  }

  async function revokeAll(session: Session): Promise<void> {
    await end(session, tokensOf(edition, session.uid), (left) => left.length === 0)
  }

  /**
   * A 404 to a DELETE means that the token is gone, but also that Dremio does not know the user or the path (tokens
   * switched off, the Community edition), so the list decides. A failure of the list is reported as a failure of
   * revoking.
   */
  async function end(session: Session, path: Path, isDone: (left: ListedToken[]) => boolean): Promise<void> {
    try {
      await send(session, { operation: 'revoke', method: 'DELETE', path })
    } catch (error) {
      if (!isBotError(error, 'dremio_missing')) throw error
      const left = await list(session).catch(() => undefined)
      if (left === undefined || !isDone(left)) throw error
    }
  }
}
