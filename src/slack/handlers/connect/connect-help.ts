// Answers how to connect: with the tool and for the token that somebody names or chooses.
import { BotError } from '../../../core/errors.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { type Meant, tokensMeant } from '../../../core/tokens/tokens-meant.ts'
import { bare, joined, type TypedWord } from '../../../core/typed-words.ts'
import { offeredTools } from '../../connect/clients.ts'
import { type Client, userNameIn } from '../../connect/snippet.ts'
import type { ButtonClick, Interaction, Message } from '../../interaction.ts'
import { connectMessage, unknownTokenMessage, whichTokenMessage } from '../../views/connect/connect-help.ts'

/** Its value is the id of the token beside which the button is, or empty. */
export async function howToConnect(click: ButtonClick): Promise<void> {
  await click.answer(await connectHelp(click, { tid: click.value }))
}

/** Its values are the tool's id and, after a space, the token's, if one is meant. */
export async function chooseTool(click: ButtonClick): Promise<void> {
  const [id, tid = ''] = click.value.split(' ')
  const client = offeredTools.find((one) => one.id === id)
  await click.replace(await connectHelp(click, { tid, client }))
}

export async function chooseToken(click: ButtonClick): Promise<void> {
  await click.replace(await connectHelp(click, { tid: click.value }))
}

/** The words name a token, or a tool where no token has that label. */
export async function answerConnectHelp(interaction: Interaction, typed: readonly TypedWord[]): Promise<void> {
  const { operations, actor, answer } = interaction
  const words = joined(typed)
  if (words === '') return answer(await connectHelp(interaction, {}))
  const { tokens, signIn } = await operations.listTokens(actor)
  const { tokens: meant, isSure } = workingFirst(tokens, typed)
  const [token, another] = meant
  const client = isSure ? undefined : toolNamed(bare(words))
  if (client) return answer(await connectHelp(interaction, { client }))
  if (another) return answer(whichTokenMessage(meant, interaction.now()))
  if (token) return answer(await connectHelp(interaction, { token }))
  if (signIn) return answer(unknownTokenMessage(signIn))
  throw new BotError('no_such_token', { words, labels: working(tokens).map(({ label }) => label) })
}

/** `power bi`, `PowerBI`, `curl` for `curl (REST)`; of several, such as `python`, the first. */
function toolNamed(words: string): Client | undefined {
  const said = plainly(words)
  const namesOf = ({ id, name }: Client) => [id, name, name.replace(/ \(.*/, ''), id.replace(/.*-/, '')].map(plainly)
  return said === '' ? undefined : offeredTools.find((client) => namesOf(client).includes(said))
}

function plainly(words: string): string {
  return words.toLowerCase().replace(/[\s_-]+/g, '')
}

/** A token that works is meant before one that has expired. */
function workingFirst(tokens: TokenSummary[], words: readonly TypedWord[]): Meant<TokenSummary> {
  const among = tokensMeant(working(tokens), words)
  return among.tokens.length > 0 && among.isSure ? among : tokensMeant(tokens, words)
}

function working(tokens: TokenSummary[]): TokenSummary[] {
  return tokens.filter(({ state }) => state !== 'expired')
}

interface Chosen {
  /** A token as it is known already, or by its id; neither for no token in particular. */
  token?: TokenSummary
  tid?: string
  client?: Client | undefined
}

async function connectHelp(
  { operations, actor, dremio, now }: Interaction,
  { tid, ...chosen }: Chosen,
): Promise<Message> {
  const { link } = await operations.whoAmI(actor)
  const token = chosen.token ?? (tid ? await operations.findToken(actor, tid) : undefined)
  // Many labels are the name of the tool that the token is for.
  const client = chosen.client ?? (token && toolNamed(token.label))
  return connectMessage({ dremio, user: userNameIn(link?.dremioName), token, client, now: now() })
}
