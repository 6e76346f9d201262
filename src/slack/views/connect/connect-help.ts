// The connection help, without the token: a menu of tools, and the settings for the chosen one.
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { menus } from '../../action-catalog.ts'
import { anotherTool, offeredTools } from '../../connect/clients.ts'
import { DATA_HOST, type Endpoints, endpointsOf } from '../../connect/endpoints.ts'
import { type Client, docs, ENCODED_TOKEN, type Field, TOKEN } from '../../connect/snippet.ts'
import type { DremioPlace, Message } from '../../interaction.ts'
import { actions, blocksIf, code, escaped, hint, link, section } from '../block-kit.ts'
import { menu } from '../select-menus.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { tokenText } from '../tokens/token-list.ts'
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
export function connectMessage(words: Words, { dremio, user, token, client, now }: ConnectHelp): Message {
  const { connect } = words
  const { edition } = dremio
  const shown = client ?? anotherTool
  const here = { ...endpointsOf(dremio), user, words: connect }
  const { fields = [], code: lines = [], notes = [] } = edition === 'cloud' ? shown.cloud(here) : shown.software(here)
  const titleOf = ({ name }: Client) => (name === undefined ? connect.titleForOther : connect.titleFor({ tool: name }))
  const title = client ? titleOf(client) : connect.title
  const whole = JSON.stringify([fields, lines])
  const isGuess = shown.reaches === 'data' && whole.includes(here.flight.host)
  const value = (tool: Client) => (token ? `${tool.id} ${token.tid}` : tool.id)
  const tools = offeredTools.map((tool) => ({ label: nameOf(connect, tool), value: value(tool) }))
  const page = `${docs[edition]}/${shown.pages[edition]}`
  return {
    text: [
      escaped(title),
      ...fields.map(([name, value]) => escaped(connect.plainField({ name, value }))),
      ...fenced(lines),
    ].join('\n'),
    blocks: [
      section([`*${escaped(title)}*`, ...(token ? [tokenText(words, token, now)] : [])].join('\n')),
      actions(menu(menus.chooseTool, connect.tools, tools, client && value(client))),
      ...blocksIf(fields.length > 0, section(fields.map((field) => fieldLine(connect, field)).join('\n'))),
      ...blocksIf(lines.length > 0, code(lines)),
      hint([...(isGuess ? caveatText(connect, here) : []), ...notes, link(page, connect.docs)].join('\n')),
      hint(
        whole.includes(ENCODED_TOKEN)
          ? connect.encodedPlaceholder({ token: ENCODED_TOKEN })
          : connect.placeholder({ token: TOKEN }),
      ),
    ],
  }
}

function nameOf(connect: Words['connect'], { name }: Client): string {
  return name ?? connect.anotherTool
}

function fieldLine(connect: Words['connect'], [name, value, remark]: Field): string {
  return connect.field({ name: escaped(name), ...(value !== '' && { value: escaped(value) }), remark })
}

function fenced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\`\`\`${escaped(lines.join('\n'))}\`\`\``]
}

function caveatText({ caveats }: Words['connect'], { caveat }: Endpoints): string[] {
  if (!caveat) return []
  const { because, host } = caveat
  if (because === 'private link') return [caveats.privateLink]
  return [because === 'same host' ? caveats.sameHost({ host }) : caveats.ownAddress({ host, placeholder: DATA_HOST })]
}

/** Asks which of several tokens with the same label is meant. */
export function whichTokenMessage(words: Words, tokens: TokenSummary[], now: number): Message {
  const text = words.connect.whichToken
  const options = tokens.map((token) => ({ label: tokenOptionText(token, tokens), value: token.tid }))
  const lines = tokens.slice(0, 10).map((token) => `• ${tokenText(words, token, now, idAmong(token, tokens))}`)
  return {
    text,
    blocks: [section([text, ...lines].join('\n')), actions(menu(menus.chooseToken, words.connect.tokens, options))],
  }
}

/**
 * The token may have been created outside the bot, and only shows up after a sign-in. Connecting does not depend on it.
 */
export function unknownTokenMessage(words: Words, signIn: SignInOffer): Message {
  const text = words.connect.unknownToken
  return {
    text,
    blocks: [
      section(`${text} ${aboutSignInLink(words, signIn)}`),
      actions(signInButton(words, signIn)),
      hint(words.connect.withoutToken),
    ],
  }
}
