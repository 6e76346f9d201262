// Finds every token of a person that may still work: in Dremio's list where it may be read, and in the records.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { isAlive, readMark, type Token } from '../../core/tokens/token.ts'
import { findDremioUserId } from '../identity/find-dremio-user-id.ts'
import { reconcileTokenList } from '../records/reconcile-token-list.ts'
import { strayTokensOf } from '../records/tokens-for-reminders.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'

export interface TokenToEndOf {
  tid: string
  uid: string
  label: string
  createdAt: number
  expiresAt: number
  /** The record, if it has one of its own. */
  known?: Token
}

export interface TokensToEnd {
  tokens: TokenToEndOf[]
  /** False if Dremio did not list them, so that there may be others. */
  isListed: boolean
}

/** `whom` is a Slack id. Throws `redis_unavailable`. */
export async function findTokensToEnd(ports: Ports, whom: string): Promise<TokensToEnd> {
  const now = ports.clock.now()
  const uid = await userOf(ports, whom)
  const known = await ports.tokens.of(whom)
  const isListed = uid !== undefined && (await readList(ports, whom, uid, known))
  // Read after the list, which may have changed both.
  const ours = (await ports.tokens.of(whom)).filter((token) => isAlive(token, now))
  const ids = new Set(known.map(({ tid }) => tid))
  const record = await ports.reminderRecords.of(whom)
  const strays = await strayTokensOf(ports, whom, record)
  const others = record.externalTokens.filter(
    (token) =>
      !ids.has(token.tid) &&
      !token.gone &&
      token.expiresAt > now &&
      (token.uid.toLowerCase() === uid?.toLowerCase() || strays.includes(token)),
  )
  return {
    tokens: [...ours.map((token) => ({ ...named(token), known: token })), ...others.map(named)],
    isListed,
  }
}

/** Undefined if nobody knows for certain which Dremio user they are. */
async function userOf(ports: Ports, whom: string): Promise<string | undefined> {
  try {
    return await findDremioUserId(ports, whom)
  } catch (error) {
    if (!isBotError(error) || isBotError(error, 'redis_unavailable')) throw error
    return undefined
  }
}

/** Takes what Dremio lists into the records. */
async function readList(ports: Ports, whom: string, uid: string, known: Token[]): Promise<boolean> {
  for (const open of unattendedSessions(ports, { owner: whom, uid }, 'list')) {
    try {
      const session = await open()
      const listed = await ports.dremioTokens.list(session)
      await reconcileTokenList(ports, whom, session, { listed, known })
      return true
    } catch (error) {
      if (!isBotError(error) || isBotError(error, 'redis_unavailable')) throw error
    }
  }
  return false
}

function named({ tid, uid, label, createdAt, expiresAt }: Omit<TokenToEndOf, 'known'>): TokenToEndOf {
  return { tid, uid, label: readMark(label).label, createdAt, expiresAt }
}
