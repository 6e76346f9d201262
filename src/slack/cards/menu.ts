// The private menu: how many tokens, the next expiry, what waits for me, and three buttons.

import type { Request } from '../../core/requests/request.ts'
import { counted } from '../../core/time/duration.ts'
import type { Button, Interaction } from '../interaction.ts'
import { actions, button, hint, section } from '../views/block-kit.ts'
import { newToken } from './request-form.ts'
import { openRequestList, waitingFor } from './request-list.ts'
import { reviewAtLength } from './review-card.ts'
import { myTokens, summary } from './token-list.ts'

export const showHelp: Button = {
  id: 'menu.help',
  async press({ actor, operations, answer, help }) {
    await operations.admit(actor)
    await answer(help())
  },
}

export async function answerMenu(asked: Interaction): Promise<void> {
  const { actor, operations, answer, explain, now } = asked
  // Admitting comes first: a person who is not served sees a refusal, not a menu.
  const requests = await operations.listRequests(actor)
  const { mine } = requests
  const toReview = waitingFor(actor.id, requests)
  const tokens = await operations.listTokens(actor).then(
    (list) => summary(list.tokens, now(), list.fresh),
    // The menu is a way out of trouble, so trouble with Dremio is said in it and does not replace it.
    explain,
  )
  const waiting = [
    ...(mine.length > 0 ? [`You have ${counted(mine.length, 'open request')}${toCollect(mine)}.`] : []),
    ...(toReview.length > 0
      ? [`${counted(toReview.length, 'request')} ${toReview.length === 1 ? 'waits' : 'wait'} for your review.`]
      : []),
  ].join(' ')
  await answer({
    text: waiting ? `${tokens} ${waiting}` : tokens,
    blocks: [
      section(tokens),
      ...(waiting
        ? [
            {
              ...section(
                `${waiting} Type \`/dremio-pat requests\` to see ${mine.length + toReview.length === 1 ? 'it' : 'them'}.`,
              ),
              ...review(toReview),
            },
          ]
        : []),
      menuButtons(),
      hint('Everything else: `/dremio-pat help`'),
    ],
  })
}

/** What waits for nobody but its requester. */
function toCollect(mine: Request[]): string {
  const approved = mine.filter(({ state }) => state === 'approved').length
  if (approved === 0) return ''
  return approved === mine.length ? ', ready to collect' : `, ${approved} of them ready to collect`
}

/** The one that waits, or the list of those that do. */
function review([one, another]: Request[]) {
  if (!one) return {}
  const does = another ? openRequestList : reviewAtLength
  return { accessory: button(does, 'Review', one.id) }
}

export function menuButtons() {
  return actions(
    button(newToken, 'New token', 'new', 'primary'),
    button(myTokens, 'My tokens', 'mine'),
    button(showHelp, 'Help', 'help'),
  )
}
