// Answers with the private menu, and with help.
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { menuMessage } from '../../views/menu/menu.ts'
import { tokensSummary } from '../../views/tokens/token-list.ts'

export async function answerMenu({ actor, operations, answer, explain, now }: Interaction): Promise<void> {
  // Listing requests admits the person: somebody who is not served sees a refusal, not a menu.
  const requests = await operations.listRequests(actor)
  const tokens = await operations.listTokens(actor).then(
    (list) => tokensSummary(list.tokens, now(), list.fresh),
    // The menu is a way out of trouble, so it tells trouble with Dremio and is not replaced by it.
    explain,
  )
  await answer(menuMessage(tokens, requests, actor.id))
}

export async function showHelp({ actor, operations, answer, help }: ButtonClick): Promise<void> {
  await operations.admit(actor)
  await answer(help())
}
