// Tells the owner of tokens, or the administrator who revoked them, which tokens are revoked.
import type { Revoked, TokenSummary } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, labelText, mention, section } from '../block-kit.ts'

/**
 * For the owner (`by` is the administrator, if there was one), or for an administrator about the tokens `of` a person.
 */
export function revokedMessage(
  all: Words,
  { revoked, keptWorking, givenBack }: Revoked,
  { by, of }: Whose = {},
): Message {
  const { revocation: words } = all
  const [first] = revoked
  if (givenBack && first) return givenBackMessage(all, first)
  const labels = revoked.map(({ label }) => labelText(label))
  // Its successor has the same label and still works.
  const old = first?.state === 'retiring'
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

/** Its owner was done with it, and may need another one later. One that was replaced has a successor with its label. */
function givenBackMessage(words: Words, { tid, label, state }: TokenSummary): Message {
  const old = state === 'retiring'
  const text = words.revocation.givenBack({ label: labelText(label), old })
  const next = old ? button(words, buttons.myTokens, 'mine') : button(words, buttons.requestExpiredAgain, tid)
  return { text, blocks: [section(text), actions(next)] }
}

interface Whose {
  by?: string | undefined
  of?: string | undefined
}
