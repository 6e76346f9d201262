// The connection help, without the token: a menu of tools, and the settings for the chosen one.
import type { KnownBlock } from '@slack/types'
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { english } from '../../../words/words.ts'
import { menus } from '../../action-catalog.ts'
import { anotherTool, offeredTools } from '../../connect/clients.ts'
import { endpointsOf } from '../../connect/endpoints.ts'
import { type Client, docs, ENCODED_TOKEN, type Field, TOKEN } from '../../connect/snippet.ts'
import type { DremioPlace, Message } from '../../interaction.ts'
import { actions, blocksIf, code, escaped, hint, labelText, link, menu, section } from '../block-kit.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { stateInWords } from '../tokens/token-list.ts'
import { idAmong, tokenOptionText } from '../tokens/token-text.ts'

export interface ConnectHelp {
  dremio: DremioPlace
  /** The person's Dremio user name, or its placeholder. */
  user: string
  token?: TokenSummary | undefined
  /** Undefined before a tool is chosen. */
  client?: Client | undefined
  /** Milliseconds since epoch. */
  now: number
}

/** Every answer contains the menu, so that another tool can be chosen at once. */
export function connectMessage({ dremio, user, token, client, now }: ConnectHelp): Message {
  const { edition } = dremio
  const shown = client ?? anotherTool
  const here = { ...endpointsOf(dremio), user }
  const { fields = [], code: lines = [], notes = [] } = edition === 'cloud' ? shown.cloud(here) : shown.software(here)
  const title = client ? `Connect with ${client.name}` : 'How to connect'
  const whole = JSON.stringify([fields, lines])
  const isGuess = shown.reaches === 'data' && whole.includes(here.flight.host)
  const value = (tool: Client) => (token ? `${tool.id} ${token.tid}` : tool.id)
  const tools = offeredTools.map((tool) => ({ label: tool.name, value: value(tool) }))
  const page = `${docs[edition]}/${shown.pages[edition]}`
  return {
    text: escaped([title, ...fields.map(([name, what]) => `${name}: ${what || '(empty)'}`), ...lines].join('\n')),
    blocks: [
      section(
        token
          ? `*${escaped(title)}*\n${labelText(token.label)} · ${stateInWords(english, token, now)}`
          : `*${escaped(title)}*`,
      ),
      actions(menu(menus.chooseTool, tools, client && value(client))),
      ...blocksIf(fields.length > 0, section(fields.map(fieldLine).join('\n'))),
      ...blocksIf(lines.length > 0, code(lines)),
      hint(
        [...(isGuess && here.caveat ? [here.caveat] : []), ...notes, link(page, 'Dremio’s page about it')].join('\n'),
      ),
      aboutPlaceholder(whole.includes(ENCODED_TOKEN)),
    ],
  }
}

function fieldLine([name, value, remark]: Field): string {
  const filled = value === '' ? 'leave it empty' : `\`${escaped(value)}\``
  return `*${escaped(name)}:* ${filled}${remark ? `, ${remark}` : ''}`
}

function aboutPlaceholder(encoded: boolean): KnownBlock {
  const inUrl = `\`${ENCODED_TOKEN}\` stands for your token as it is written in a URL: \`+\` becomes \`%2B\`, \`/\` becomes \`%2F\`, \`=\` becomes \`%3D\`.`
  return hint(
    `${encoded ? inUrl : `\`${TOKEN}\` stands for your token.`} Keep it in a password store or your tool’s own secret setting, never in a chat, a notebook or a repository: it has all of your rights, and works as your password.`,
  )
}

/** Asks which of several tokens with the same label is meant. */
export function whichTokenMessage(tokens: TokenSummary[], now: number): Message {
  const text = 'Several of your tokens are called so. Which one do you mean?'
  const options = tokens.map((token) => ({ label: tokenOptionText(token, tokens), value: token.tid }))
  const lines = tokens
    .slice(0, 10)
    .map((token) => `• ${labelText(token.label)} (${idAmong(token, tokens)}) · ${stateInWords(english, token, now)}`)
  return { text, blocks: [section([text, ...lines].join('\n')), actions(menu(menus.chooseToken, options))] }
}

/**
 * The token may have been created outside the bot, and only shows up after a sign-in. Connecting does not depend on it.
 */
export function unknownTokenMessage(signIn: SignInOffer): Message {
  const text = 'I know of no such token among those made with me. Sign in to Dremio to see the others.'
  return {
    text,
    blocks: [
      section(`${text} ${aboutSignInLink(english, signIn)}`),
      actions(signInButton(signIn)),
      hint('`/dremio-pat connect` alone tells how to connect with any of them.'),
    ],
  }
}
