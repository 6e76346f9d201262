// The private menu: how many tokens, the next expiry, what waits for me, and three buttons.
import { counted } from '../../core/lifetime.ts'
import { sentenceFor } from '../failure.ts'
import type { Asked, Button } from '../surface.ts'
import { newToken } from './request-form.ts'
import { actions, button, hint, section } from './text.ts'
import { myTokens, summary } from './token-list.ts'

export const showHelp: Button = {
  id: 'menu.help',
  press: ({ answer, help }) => answer(help()),
}

export async function answerMenu(asked: Asked): Promise<void> {
  const { actor, operations, answer, now } = asked
  // Admitting comes first: a person who is not served sees a refusal, not a menu.
  const { mine, toReview } = await operations.listRequests(actor)
  const tokens = await operations.listTokens(actor).then(
    (list) => summary(list.tokens, now()),
    // The menu is a way out of trouble, so trouble with Dremio is said in it and does not replace it.
    (error: unknown) => sentenceFor(error),
  )
  const waiting = [
    ...(mine.length > 0 ? [`You have ${counted(mine.length, 'open request')}.`] : []),
    ...(toReview.length > 0
      ? [`${counted(toReview.length, 'request')} ${toReview.length === 1 ? 'waits' : 'wait'} for your review.`]
      : []),
  ].join(' ')
  await answer({
    text: waiting ? `${tokens} ${waiting}` : tokens,
    blocks: [
      section(tokens),
      ...(waiting ? [section(`${waiting} Type \`/dremio-pat requests\` to see them.`)] : []),
      menuButtons(),
      hint('Everything else: `/dremio-pat help`'),
    ],
  })
}

export function menuButtons() {
  return actions(
    button(newToken, 'New token', 'new', 'primary'),
    button(myTokens, 'My tokens', 'mine'),
    button(showHelp, 'Help', 'help'),
  )
}
