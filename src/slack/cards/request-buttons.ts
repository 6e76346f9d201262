// The buttons that take a request back, and that ask for the same again.
import { isBotError } from '../../core/errors.ts'
import type { Request } from '../../core/requests/request.ts'
import type { Button, Interaction } from '../interaction.ts'
import { openRequestFormAfter } from './request-form.ts'

export const cancelRequest: Button = {
  id: 'request-card.cancel',
  async press({ operations, actor, value }) {
    await operations.cancelRequest(actor, value)
  },
}

export const requestAgain: Button = {
  id: 'request-card.again',
  async press(clicked) {
    await openRequestFormAfter(clicked, async () => {
      const request = await clicked.operations.showRequest(clicked.actor, clicked.value)
      const { label, asked, reason } = request
      return { label, lifetime: asked, reason, ...(await stillToReplace(clicked, request)) }
    })
  },
}

/** The token in whose place it was asked for, if that one still works. */
async function stillToReplace({ operations, actor }: Interaction, { rotates }: Request): Promise<{ rotates?: string }> {
  if (!rotates) return {}
  try {
    await operations.openRotation(actor, rotates.tid)
    return { rotates: rotates.tid }
  } catch (error) {
    if (isBotError(error, 'token_moved_on', 'no_such_token')) return {}
    throw error
  }
}
