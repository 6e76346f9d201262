// The buttons on the one message that holds a secret; they carry the token's id and take the message away.
import { isBotError } from '../../core/errors.ts'
import type { Button } from '../interaction.ts'
import { actions, button } from '../views/block-kit.ts'
import { howToConnect } from './connect-help.ts'

export const savedIt: Button = {
  id: 'secret.saved',
  async press({ operations, actor, value, remove }) {
    try {
      await operations.confirmReceipt(actor, value)
    } catch (error) {
      // As below: it is revoked.
      if (isBotError(error, 'token_moved_on')) await remove()
      throw error
    }
    await remove()
  },
}

export const didNotGetIt: Button = {
  id: 'secret.missing',
  async press({ operations, actor, value, remove }) {
    try {
      await operations.returnToken(actor, value)
    } catch (error) {
      // The token is revoked all the same, or will be as soon as they have signed in: a dead one must not stay on the screen.
      if (isBotError(error, 'too_many_returns', 'token_moved_on', 'saved_already', 'sign_in_needed')) await remove()
      throw error
    }
    await remove()
  },
}

/** Says nothing about the receipt: whoever hides it may have saved it or not. And anybody may, at any time. */
export const hide: Button = {
  id: 'secret.hide',
  press: ({ remove }) => remove(),
}

export function secretButtons(tid: string) {
  return actions(
    button(savedIt, 'I have saved it', tid, 'primary'),
    button(didNotGetIt, 'I did not get it', tid),
    button(hide, 'Hide', tid),
    button(howToConnect, 'How do I connect?', tid),
  )
}
