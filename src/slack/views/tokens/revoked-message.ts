// Tells the owner of tokens, or the administrator who revoked them, which tokens are revoked.
import type { Revoked } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import type { Message } from '../../interaction.ts'
import { labelText, mention } from '../block-kit.ts'

/**
 * For the owner (`by` is the administrator, if there was one), or for an administrator about the tokens `of` a person.
 */
export function revokedMessage(
  { revocation: words }: Words,
  { revoked, keptWorking }: Revoked,
  { by, of }: Whose = {},
): Message {
  const labels = revoked.map(({ label }) => labelText(label))
  // Its successor has the same label and still works.
  const old = revoked[0]?.state === 'retiring'
  const what =
    labels.length === 0
      ? words.nothingLeft
      : of !== undefined
        ? words.revokedOf({ labels, old, owner: mention(of) })
        : by !== undefined
          ? words.revokedBy({ labels, old, by: mention(by) })
          : words.revoked({ labels, old })
  return { text: keptWorking ? `${what} ${words.keptUsedByBot}` : what }
}

interface Whose {
  by?: string | undefined
  of?: string | undefined
}
