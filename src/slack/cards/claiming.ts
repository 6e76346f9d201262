// The buttons that collect a token, and that say whether it arrived, wherever they stand.
import type { Button } from '../interaction.ts'
import { button } from '../views/block-kit.ts'

/** Whoever has to sign in first finds the link on the card. */
export const showToken: Button = {
  id: 'request-card.show-token',
  async press({ operations, actor, value }) {
    await operations.claimToken(actor, value)
  },
}

/** As on the message with the secret, for those for whom that message is gone. */
export const savedAfterAll: Button = {
  id: 'request-card.saved',
  async press({ operations, actor, value }) {
    await operations.confirmReceipt(actor, value)
  },
}

/** The same for those to whom it never came. */
export const neverArrived: Button = {
  id: 'request-card.missing',
  async press({ operations, actor, value }) {
    await operations.returnToken(actor, value)
  },
}

/** `tid` is the token's. */
export function didItArrive(tid: string) {
  return [button(savedAfterAll, 'I have saved it', tid, 'primary'), button(neverArrived, 'I did not get it', tid)]
}
