// Answers how to connect: with the tool and for the token that the person names or chooses.
import { BotError } from '../../../core/errors.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { type Meant, tokensMeant } from '../../../core/tokens/tokens-meant.ts'
import { bare, joined, type TypedWord } from '../../../core/typed-words.ts'
import { offeredTools } from '../../connect/clients.ts'
import { type Client, userNameIn } from '../../connect/snippet.ts'
import type { ButtonClick, Interaction, Message } from '../../interaction.ts'
import { connectMessage, unknownTokenMessage, whichTokenMessage } from '../../views/connect/connect-help.ts'

/** The value is the id of the token whose button was clicked, or empty. */
export async function howToConnect(click: ButtonClick): Promise<void> {
  await click.answer(await connectHelp(click, { tid: click.value }))
}

/** For whichever tool, and no token in particular. */
export async function connectTool(click: ButtonClick): Promise<void> {
  await click.answer(await connectHelp(click, {}))
}

/** The value is the tool's id and, after a space, the token's id if there is one. */
export async function chooseTool(click: ButtonClick): Promise<void> {
  const [id, tid = ''] = click.value.split(' ')
  const client = offeredTools.find((tool) => tool.id === id)
  await click.replace(await connectHelp(click, { tid, client }))
}

export async function chooseToken(click: ButtonClick): Promise<void> {
  await click.replace(await connectHelp(click, { tid: click.value }))
}

/** The words name a token, or a tool if no token has that label. */
export async function answerConnectHelp(interaction: Interaction, typed: readonly TypedWord[]): Promise<void> {
  const { operations, actor, answer } = interaction
  const words = joined(typed)
  if (words === '') return answer(await connectHelp(interaction, {}))
  const { tokens, signIn, fresh } = await operations.listTokens(actor)
  const { tokens: meant, isSure } = workingFirst(tokens, typed)
  const [token, another] = meant
  const client = isSure ? undefined : toolNamed(bare(words))
  if (client) return answer(await connectHelp(interaction, { client }))
  if (another) return answer(whichTokenMessage(interaction.words, meant, interaction.now()))
  if (token) return answer(await connectHelp(interaction, { token }))
  if (signIn) return answer(unknownTokenMessage(interaction.words, signIn))
  throw new BotError('no_such_token', { words, labels: working(tokens).map(({ label }) => label), isSure: fresh })
}

/** Accepts `power bi`, `PowerBI`, and `curl` for `curl (REST)`; if several match, such as `python`, the first. */
function toolNamed(words: string): Client | undefined {
  const typedName = plainly(words)
  const namesOf = ({ id, name = '' }: Client) =>
    [id, name, name.replace(/ \(.*/, ''), id.replace(/.*-/, '')].map(plainly)
  return typedName === '' ? undefined : offeredTools.find((client) => namesOf(client).includes(typedName))
}

function plainly(words: string): string {
  return words.toLowerCase().replace(/[\s_-]+/g, '')
}

/** Prefers working tokens to expired ones. */
function workingFirst(tokens: TokenSummary[], words: readonly TypedWord[]): Meant<TokenSummary> {
  const among = tokensMeant(working(tokens), words)
  return among.tokens.length > 0 && among.isSure ? among : tokensMeant(tokens, words)
}

function working(tokens: TokenSummary[]): TokenSummary[] {
  return tokens.filter(({ state }) => state !== 'expired')
}

interface Chosen {
  /** A token that is loaded already, or its id; neither if the question is not about one token. */
  token?: TokenSummary
  tid?: string
  client?: Client | undefined
}

async function connectHelp(interaction: Interaction, { tid, ...chosen }: Chosen): Promise<Message> {
  const { operations, actor, dremio, now } = interaction
  const { link } = await operations.whoAmI(actor)
  const token = chosen.token ?? (tid ? await operations.findToken(actor, tid) : undefined)
  // Many people label a token with the name of its tool.
  const client = chosen.client ?? (token && toolNamed(token.label))
  return connectMessage(interaction.words, { dremio, user: userNameIn(link?.dremioName), token, client, now: now() })
}
