// Opens the form `Revoke token`, and revokes when it is submitted.
import { type TypedWord, unquoted, withoutCourtesy } from '../../../core/typed-words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { cannotRevokeModal, type Meant, type RevocationTarget, revokeModal } from '../../views/tokens/revoke-modal.ts'
import { revokedMessage } from '../../views/tokens/revoked-message.ts'
import { openFilled } from '../open-filled.ts'

/** The value is the token's id. */
export async function revokeToken(click: ButtonClick): Promise<void> {
  await openRevokeForm(click, { tid: click.value })
}

export const revokeForm: FormHandler = {
  async submit({ operations, actor, fields, meta, words }) {
    const { which, whom } = readTarget(meta)
    const chosen = fields.token ?? which
    return whom === undefined
      ? revokedMessage(words, await operations.revokeToken(actor, chosen))
      : revokedMessage(words, await operations.revokeTokensOf(actor, whom, chosen), { of: whom })
  },
  reopen({ fields, meta, words }) {
    const { which, whom } = readTarget(meta)
    const chosen = fields.token ?? which
    // Which person an administrator meant is not in a button.
    if (whom !== undefined) return undefined
    return chosen === 'all'
      ? button(words, buttons.runSuggestedWord, 'revoke')
      : button(words, buttons.revokeToken, chosen)
  },
}

/** `whom` is the Slack id of another person, if an administrator revokes their tokens. */
export async function openRevokeForm(interaction: Interaction, meant: Meant, whom?: string): Promise<void> {
  const { actor, operations, now, words } = interaction
  const content = async () => {
    if (whom === undefined) {
      const list = await operations.listTokensToRevoke(actor, 'tid' in meant ? meant.tid : undefined)
      return revokeModal(words, list, meant, now())
    }
    const list = await operations.listTokensOf(actor, whom)
    return list.canRevoke ? revokeModal(words, list, meant, now(), whom) : cannotRevokeModal(words, whom)
  }
  await openFilled(interaction, forms.revoke, content, { toEnd: true })
}

/** `all` means every token; `"all"` in quotes means a token with that label. */
export function meantBy(words: readonly TypedWord[]): Meant {
  return unquoted(withoutCourtesy(words))?.toLowerCase() === 'all' ? { all: true } : { words }
}

function readTarget(meta: string): RevocationTarget {
  const [which = '', whom] = meta.split(' ')
  return { which, whom }
}
