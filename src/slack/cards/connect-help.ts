// How to connect with a token, without the token: choose a tool, and what that tool wants here stands in its place.
import type { KnownBlock } from '@slack/types'
import { BotError } from '../../core/errors.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import type { TokenSummary } from '../../core/tokens/token.ts'
import { type Meant, tokensMeant } from '../../core/tokens/tokens-meant.ts'
import { bare, joined, type TypedWord } from '../../core/typed-words.ts'
import { anotherTool, clients } from '../connect/clients.ts'
import { endpointsOf } from '../connect/endpoints.ts'
import { type Client, docs, ENCODED_TOKEN, type Field, TOKEN, userNameIn } from '../connect/snippet.ts'
import type { Button, DremioPlace, Interaction, Message } from '../interaction.ts'
import {
  actions,
  blocksIf,
  code,
  cut,
  escaped,
  hint,
  LONGEST_OPTION,
  labelText,
  link,
  menu,
  section,
} from '../views/block-kit.ts'
import { aboutTheLink, signInLink } from './sign-in-link.ts'
import { stateInWords } from './token-list.ts'

const offered: readonly Client[] = [...clients, anotherTool]

/** Its value is the id of the token that it stands beside, or empty. */
export const howToConnect: Button = {
  id: 'connect.open',
  press: async (clicked) => clicked.answer(await connectHelp(clicked, { tid: clicked.value })),
}

/** Its values are the client's id and, after a space, the token's, if one is meant. */
export const chooseClient: Button = {
  id: 'connect.client',
  async press(clicked) {
    const [id, tid = ''] = clicked.value.split(' ')
    const client = offered.find((one) => one.id === id)
    await clicked.replace(await connectHelp(clicked, { tid, client }))
  },
}

export const chooseToken: Button = {
  id: 'connect.token',
  press: async (clicked) => clicked.replace(await connectHelp(clicked, { tid: clicked.value })),
}

/** `words` name a token, or a tool where no token is called so. */
export async function answerConnectHelp(asked: Interaction, typed: readonly TypedWord[]): Promise<void> {
  const { operations, actor, answer } = asked
  const words = joined(typed)
  if (words === '') return answer(await connectHelp(asked, {}))
  const { tokens, signIn } = await operations.listTokens(actor)
  const { tokens: meant, isSure } = meantFirst(tokens, typed)
  const [token, another] = meant
  const client = isSure ? undefined : clientCalled(bare(words))
  if (client) return answer(await connectHelp(asked, { client }))
  if (another) return answer(whichToken(meant, asked.now()))
  if (token) return answer(await connectHelp(asked, { token }))
  if (signIn) return answer(notAmongMine(signIn))
  throw new BotError('no_such_token', { words, labels: alive(tokens).map(({ label }) => label) })
}

/** `power bi`, `PowerBI`, `curl` for `curl (REST)`; of several, such as `python`, the first. */
function clientCalled(words: string): Client | undefined {
  const said = plainly(words)
  const isOf = ({ id, name }: Client) => [id, name, name.replace(/ \(.*/, ''), id.replace(/.*-/, '')].map(plainly)
  return said === '' ? undefined : offered.find((client) => isOf(client).includes(said))
}

function plainly(words: string): string {
  return words.toLowerCase().replace(/[\s_-]+/g, '')
}

/** One that works is meant before one that has expired. */
function meantFirst(tokens: TokenSummary[], words: readonly TypedWord[]): Meant<TokenSummary> {
  const working = tokensMeant(alive(tokens), words)
  return working.tokens.length > 0 && working.isSure ? working : tokensMeant(tokens, words)
}

function alive(tokens: TokenSummary[]): TokenSummary[] {
  return tokens.filter(({ state }) => state !== 'expired')
}

interface Chosen {
  /** A token as it is known already, or by its id; neither for no token in particular. */
  token?: TokenSummary
  tid?: string
  client?: Client | undefined
}

async function connectHelp({ operations, actor, dremio, now }: Interaction, { tid, ...chosen }: Chosen) {
  const { link: identity } = await operations.whoAmI(actor)
  const token = chosen.token ?? (tid ? await operations.findToken(actor, tid) : undefined)
  // Many a label is the name of the tool that the token is for.
  const client = chosen.client ?? (token && clientCalled(token.label))
  return connectMessage({ dremio, user: userNameIn(identity?.dremioName), token, client, now: now() })
}

export interface Connecting {
  dremio: DremioPlace
  /** The person's Dremio user name, or what stands for it. */
  user: string
  token?: TokenSummary | undefined
  /** Undefined before one was chosen. */
  client?: Client | undefined
  now: number
}

/** The menu is in every answer, so that the way back from one tool is the way to the next. */
export function connectMessage({ dremio, user, token, client, now }: Connecting): Message {
  const { edition } = dremio
  const shown = client ?? anotherTool
  const here = { ...endpointsOf(dremio), user }
  const { fields = [], code: lines = [], notes = [] } = edition === 'cloud' ? shown.cloud(here) : shown.software(here)
  const title = client ? `Connect with ${client.name}` : 'How to connect'
  const whole = JSON.stringify([fields, lines])
  const isGuess = shown.reaches === 'data' && whole.includes(here.flight.host)
  const value = (one: Client) => (token ? `${one.id} ${token.tid}` : one.id)
  const tools = offered.map((one) => ({ label: one.name, value: value(one) }))
  const page = `${docs[edition]}/${shown.pages[edition]}`
  return {
    text: escaped([title, ...fields.map(([name, what]) => `${name}: ${what || '(empty)'}`), ...lines].join('\n')),
    blocks: [
      section(
        token ? `*${escaped(title)}*\n${labelText(token.label)} · ${stateInWords(token, now)}` : `*${escaped(title)}*`,
      ),
      actions(menu(chooseClient, 'Which tool?', tools, client && value(client))),
      ...blocksIf(fields.length > 0, section(fields.map(fieldLine).join('\n'))),
      ...blocksIf(lines.length > 0, code(lines)),
      hint(
        [...(isGuess && here.caveat ? [here.caveat] : []), ...notes, link(page, 'Dremio’s page about it')].join('\n'),
      ),
      standsFor(whole.includes(ENCODED_TOKEN)),
    ],
  }
}

function fieldLine([name, value, remark]: Field): string {
  const filled = value === '' ? 'leave it empty' : `\`${escaped(value)}\``
  return `*${escaped(name)}:* ${filled}${remark ? `, ${remark}` : ''}`
}

function standsFor(encoded: boolean): KnownBlock {
  const inUrl = `\`${ENCODED_TOKEN}\` stands for your token as it is written in a URL: \`+\` becomes \`%2B\`, \`/\` becomes \`%2F\`, \`=\` becomes \`%3D\`.`
  return hint(
    `${encoded ? inUrl : `\`${TOKEN}\` stands for your token.`} Keep it in a password store or your tool’s own secret setting, never in a chat, a notebook or a repository: it has all of your rights, and works as your password.`,
  )
}

function whichToken(tokens: TokenSummary[], now: number): Message {
  const text = 'Several of your tokens are called so. Which one do you mean?'
  const options = tokens.map(({ tid, label }) => {
    const id = ` (${tid.slice(0, 8)})`
    return { label: cut(label, LONGEST_OPTION - id.length) + id, value: tid }
  })
  const lines = tokens
    .slice(0, 10)
    .map((token) => `• ${labelText(token.label)} (${token.tid.slice(0, 8)}) · ${stateInWords(token, now)}`)
  return { text, blocks: [section([text, ...lines].join('\n')), actions(menu(chooseToken, 'Which token?', options))] }
}

/** It may be one that was made elsewhere; and how to connect does not depend on it. */
function notAmongMine(signIn: SignInOffer): Message {
  const text = 'I know of no such token among those made with me. Sign in to Dremio to see the others.'
  return {
    text,
    blocks: [
      section(`${text} ${aboutTheLink(signIn)}`),
      actions(signInLink(signIn)),
      hint('`/dremio-pat connect` alone tells how to connect with any of them.'),
    ],
  }
}
