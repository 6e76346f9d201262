// Answers administrators with everybody's tokens, and turns the pages, filters and sends the file.
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { allTokensMessage, exportedMessage, type StoredQuery } from '../../views/tokens/all-tokens.ts'

type TokenQuery = Parameters<Interaction['operations']['listAllTokens']>[1]

export async function answerAllTokens(
  { operations, actor, answer, now, words }: Interaction,
  query: TokenQuery,
): Promise<void> {
  await answer(allTokensMessage(words, await operations.listAllTokens(actor, query), now()))
}

/** The value is a query. */
export async function openAllTokens(click: ButtonClick): Promise<void> {
  await answerAllTokens(click, readQuery(click.value))
}

/** The value is a query, of a button or of an option. */
export async function turnToTokens({ operations, actor, replace, value, now, words }: ButtonClick): Promise<void> {
  await replace(allTokensMessage(words, await operations.listAllTokens(actor, readQuery(value)), now()))
}

/** The value is a Slack id. */
export async function choosePersonsTokens(click: ButtonClick): Promise<void> {
  await turnToTokens({ ...click, value: `1 all ${click.value}` })
}

export async function exportTokens({ operations, actor, answer, value, words }: ButtonClick): Promise<void> {
  await answer(exportedMessage(words, await operations.exportTokens(actor, readQuery(value))))
}

const filters: Record<TokenQuery['filter'], true> = {
  ...{ all: true, active: true, expiring7: true, expiring30: true, retiring: true },
  ...{ expired: true, revoked: true, elsewhere: true, leavers: true },
}

/** What cannot be read, such as a filter of another version, is left out of the query. */
function readQuery(value: string): StoredQuery {
  const [page = '', filter = '', person] = value.split(' ')
  return {
    page: Number.parseInt(page, 10) || 1,
    filter: Object.hasOwn(filters, filter) ? (filter as TokenQuery['filter']) : 'all',
    ...(person && { person }),
  }
}
