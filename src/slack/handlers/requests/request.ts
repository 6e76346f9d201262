// Lists requests, cancels them, and requests the same again.
import { isBotError } from '../../../core/errors.ts'
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { requestListMessage } from '../../views/requests/request-list.ts'
import { openNewRequestFormAfter } from './new-request.ts'

export async function answerRequestList({ operations, actor, answer, now, words }: Interaction): Promise<void> {
  await answer(requestListMessage(words, await operations.listRequests(actor), now(), actor.id))
}

export async function cancelRequest({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.cancelRequest(actor, value)
}

/** The list in which the request was cancelled is updated. */
export async function cancelListedRequest(click: ButtonClick): Promise<void> {
  const { operations, actor, value, replace, now, words } = click
  await operations.cancelRequest(actor, value)
  await replace(requestListMessage(words, await operations.listRequests(actor), now(), actor.id))
}

export async function requestAgain(click: ButtonClick): Promise<void> {
  await openNewRequestFormAfter(click, async () => {
    const request = await click.operations.showRequest(click.actor, click.value)
    const { label, asked, reason, replaces } = request
    return { label, lifetime: asked, reason, ...(await stillToReplace(click, replaces?.tid)) }
  })
}

/** For a token that has expired or was given back; the value is its id. */
export async function requestExpiredAgain(click: ButtonClick): Promise<void> {
  await openNewRequestFormAfter(click, async () => {
    const { replaces, ...asked } = await click.operations.recallToken(click.actor, click.value)
    return { ...asked, ...(await stillToReplace(click, replaces)) }
  })
}

/** The token (by id) that the request was to replace, if it still works. */
async function stillToReplace(
  { operations, actor }: Interaction,
  tid: string | undefined,
): Promise<{ replaces?: string }> {
  if (tid === undefined) return {}
  try {
    await operations.openRotation(actor, tid)
    return { replaces: tid }
  } catch (error) {
    if (isBotError(error, 'token_stale', 'no_such_token')) return {}
    throw error
  }
}
