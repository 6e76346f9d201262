// Answers with the private menu, and with help.
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { menuMessage } from '../../views/menu/menu.ts'
import { tokensSummary } from '../../views/tokens/token-list.ts'

export async function answerMenu({ actor, operations, answer, explain, now, words }: Interaction): Promise<void> {
  // Listing requests admits the person, so a person who is not served gets the refusal and no menu.
  const requests = await operations.listRequests(actor)
  const tokens = await operations.listTokens(actor).then(
    (list) => tokensSummary(words, list.tokens, now(), list.fresh),
    // The menu must also work when Dremio fails, so it shows that failure in place of the tokens.
    explain,
  )
  await answer(
    menuMessage(words, tokens, requests, { reader: actor.id, mayAdminister: await operations.mayAdminister(actor) }),
  )
}

export async function showHelp({ actor, operations, answer, help }: ButtonClick): Promise<void> {
  await operations.admit(actor)
  await answer(await help())
}
