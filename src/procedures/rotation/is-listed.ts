// Asks Dremio whether it lists a token, without its owner at the screen.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/tokens/token.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'

/** Undefined if no session may list the tokens of its owner. Throws failures of kind `unavailable`. */
export async function isListedAtDremio(ports: Ports, token: Token): Promise<boolean | undefined> {
  for (const open of unattendedSessions(ports, token, 'list')) {
    try {
      const listed = await ports.dremioTokens.list(await open())
      return listed.some(({ tid }) => tid === token.tid)
    } catch (error) {
      if (!(error instanceof BotError) || error.kind === 'unavailable') throw error
    }
  }
  return undefined
}
