// Tells the owner of tokens, or the administrator who revoked them, which tokens are revoked.
import { counted } from '../../../core/time/duration.ts'
import type { Revoked } from '../../../core/tokens/token.ts'
import type { Message } from '../../interaction.ts'
import { labelText, mention } from '../block-kit.ts'

/**
 * For the owner (`by` is the administrator, if there was one), or for an administrator about the tokens `of` a person.
 */
export function revokedMessage({ revoked, keptWorking }: Revoked, { by, of }: Whose = {}): Message {
  const names = revoked
    .slice(0, 10)
    .map(({ label }) => labelText(label))
    .join(', ')
  // Its successor has the same label and still works.
  const kind = revoked[0]?.state === 'retiring' ? 'old token' : 'token'
  const your = of === undefined ? `Your ${kind}` : `${mention(of)}’s ${kind}`
  const tokens =
    of === undefined ? counted(revoked.length, 'token') : `${mention(of)}’s ${counted(revoked.length, 'token')}`
  const action = by === undefined ? '' : ` by ${mention(by)}, an administrator`
  const what =
    revoked.length === 0
      ? 'There was no active token left to revoke.'
      : revoked.length === 1
        ? `${your} ${names} is revoked${action}. Whatever used it is locked out now.`
        : `${tokens} are revoked${action}: ${names}. Whatever used them is locked out now.`
  return { text: what + (keptWorking ? ' I kept the one that I work with myself.' : '') }
}

interface Whose {
  by?: string | undefined
  of?: string | undefined
}
