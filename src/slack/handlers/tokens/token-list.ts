// Answers with lists of tokens: a person's own, another person's for administrators, and the outstanding ones.
import type { Interaction } from '../../interaction.ts'
import { outstandingMessage } from '../../views/tokens/outstanding-list.ts'
import { tokenListMessage, tokensOfMessage } from '../../views/tokens/token-list.ts'

export async function answerTokenList({ operations, actor, answer, now, words }: Interaction): Promise<void> {
  await answer(tokenListMessage(words, await operations.listTokens(actor), now()))
}

/** `whom` is a Slack id. */
export async function answerTokensOf(
  { operations, actor, answer, now, words }: Interaction,
  whom: string,
): Promise<void> {
  await answer(tokensOfMessage(words, whom, await operations.listTokensOf(actor, whom), now()))
}

export async function answerOutstanding({ operations, actor, answer, words }: Interaction): Promise<void> {
  await answer(outstandingMessage(words, await operations.listOutstanding(actor)))
}
