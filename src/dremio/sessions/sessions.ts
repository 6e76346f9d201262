// Puts around a way at work what is the same for all of them: its abilities, the bot's own tokens, the administrator.
import { BotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { Abilities, Sessions } from '../../core/sessions/session.ts'
import { withAdministrator } from './administrator.ts'
import { type Acting, abilitiesAt, type DremioKind, type Statement } from './statement.ts'

/** What is known of this Dremio; a look at it corrects what was assumed. */
export interface Known {
  kind: DremioKind
  /** Undefined if Dremio refuses the administrator's token: until a look shows that it takes it. */
  administratorMay: Abilities['forOthers'] | undefined
}

export interface SessionsOptions {
  statement: Statement
  acting: Acting
  offline: boolean
  known: Known
  /** Ids of the personal access tokens among the bot's own credentials. */
  working: readonly string[]
  adminToken: Secret | undefined
}

export function createSessions({ statement, acting, offline, known, working, adminToken }: SessionsOptions): Sessions {
  const { way } = statement
  const abilities = () => abilitiesAt(statement, known.kind, offline)
  const sessions: Sessions = {
    way,
    signIn: acting.signIn,
    keeps: acting.keeps,
    release: acting.release,
    forget: acting.forget,
    get abilities() {
      return abilities()
    },
    async actAs(who, doing) {
      if (!abilities().can[doing]) throw new BotError('way_cannot', { way, doing })
      const { accessToken, refused } = await acting.actAs(who)
      return { uid: who.uid, accessToken, working, ...(refused && { refused }) }
    },
    onBehalf(_uid, doing) {
      throw new BotError('way_cannot', { way, doing })
    },
  }
  if (!adminToken) return sessions
  return withAdministrator(sessions, {
    adminToken,
    working,
    may: () => known.administratorMay,
    refused: () => {
      known.administratorMay = undefined
    },
  })
}
