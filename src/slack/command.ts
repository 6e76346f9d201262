// `/dremio-pat …`: words to subcommand; help is made from the list, and so is the answer to anything unknown.
import { looksLikeSecret, tidsIn } from '../core/token-value.ts'
import { leakOffer } from './cards/leaked-form.ts'
import { hint, said, section } from './cards/text.ts'
import { nearestWord } from './nearest-word.ts'
import { subcommands } from './subcommands/list.ts'
import type { Asked, Message } from './surface.ts'

export const COMMAND = '/dremio-pat'
const HELP = 'help'

export async function runCommand(asked: Asked, text: string): Promise<void> {
  const [word = '', ...words] = splitWords(text)
  const known = word.toLowerCase()
  const subcommand = subcommands.find((one) => one.word === known)
  // Whatever word it stands behind: it would be said again in a form or a sentence.
  const holdsToken = looksLikeSecret(text)
  if (subcommand && !holdsToken) return subcommand.run(asked, words)
  if (holdsToken) {
    await asked.operations.admitToEnd(asked.actor)
    return asked.answer(leakOffer(tidsIn(text), 'command'))
  }
  await asked.operations.admit(asked.actor)
  await asked.answer(known === HELP ? help(words[0]) : unknown(known))
}

/** For the log: the subcommand, or `unknown`; what a person typed may be a token. */
export function subcommandNamed(text: string): string {
  const [word = ''] = splitWords(text)
  if (word.toLowerCase() === HELP) return HELP
  const subcommand = subcommands.find((one) => one.word === word.toLowerCase())
  return subcommand ? subcommand.word || 'menu' : 'unknown'
}

/** Words, with those in quotes kept together. Phones turn straight quotes into curly ones, so all kinds count. */
export function splitWords(text: string): string[] {
  // A single quote only where a word begins and ends: inside one it is an apostrophe.
  const found = text.matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]|['‘‚]([^'‘’‚]*)['‘’](?=\s|$)|(\S+)/gu)
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim())
}

/** What can be typed, or how one word is used. */
export function help(word?: string): Message {
  const asked = word?.toLowerCase()
  const subcommand = subcommands.find((one) => one.word !== '' && one.word === asked)
  if (asked === undefined || asked === '' || asked === HELP) return usage()
  if (!subcommand) return unknown(asked)
  const text = `\`${typed(subcommand)}\`\n${subcommand.details ?? capital(subcommand.summary)}`
  return { text, blocks: [section(text)] }
}

function usage(): Message {
  const lines = subcommands
    .filter(({ forAdministrators }) => !forAdministrators)
    .map((subcommand) => `\`${typed(subcommand)}\`  ${subcommand.summary}`)
  const text = [...lines, `\`${COMMAND} ${HELP} [word]\`  how one of these is used`].join('\n')
  return {
    text: `What you can type:\n${text}`,
    blocks: [
      section(`*What you can type*\n${text}`),
      hint('Only you can see the answers. Your token is shown once, only to you.'),
    ],
  }
}

function unknown(word: string): Message {
  const nearest = nearestWord(word, [...subcommands.map((one) => one.word).filter((one) => one !== ''), HELP])
  const suggestion = nearest ? ` Did you mean \`${COMMAND} ${nearest}\`?` : ''
  // A long word may be a pasted token, which is not to be said again anywhere.
  const text = `I do not know ${word.length > 20 ? 'that word' : `“${said(word)}”`}.${suggestion}`
  const { blocks = [] } = usage()
  return { text, blocks: [section(text), ...blocks] }
}

function typed({ word, usage }: { word: string; usage: string }): string {
  return [COMMAND, word, usage].filter(Boolean).join(' ')
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
