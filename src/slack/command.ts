// `/dremio-pat …`: from words to a subcommand; help, and the answer to an unknown word, are made from the list.

import { nearestWord } from '../core/nearest-word.ts'
import { looksLikeSecret, tidsIn } from '../core/tokens/token-value.ts'
import { bare, joined, withoutCourtesy } from '../core/typed-words.ts'
import type { Words } from '../words/words.ts'
import { buttons } from './action-catalog.ts'
import { readWords, type Word } from './command-text.ts'
import type { Interaction, Message, Subcommand } from './interaction.ts'
import { adminSubcommands } from './subcommands/admin/list.ts'
import { subcommands } from './subcommands/list.ts'
import { LONGEST_SYNONYM, synonyms, synonymsOf } from './synonyms.ts'
import { actions, button, hint, inlineText, section } from './views/block-kit.ts'
import { adminHelp } from './views/menu/admin-help.ts'
import { taskHelp } from './views/menu/task-help.ts'
import { leakOfferMessage } from './views/tokens/leak-offer.ts'

export const COMMAND = '/dremio-pat'
const HELP = 'help'

/** Slack may leave out an empty text. */
export async function runCommand(interaction: Interaction, text = ''): Promise<void> {
  const { name, typed, words } = readCommand(text)
  const subcommand = subcommands.find(({ word }) => word === name)
  const typedWords = readWords(text)
  // A pasted token must be noticed after any word and in any formatting, because a form or a sentence would show it
  // again.
  const variants = [text, joined(typedWords), typedWords.map((word) => bare(word.text)).join(' ')]
  if (variants.some(looksLikeSecret)) {
    await interaction.operations.admitToRevoke(interaction.actor)
    return interaction.answer(leakOfferMessage(interaction.words, tidsIn(variants.join('\n')), 'command'))
  }
  const [only, another] = words
  const wantsHelp = only !== undefined && another === undefined && isHelpFlag(only)
  // Administrators' subcommands check by themselves who may see their help.
  if (subcommand && !(wantsHelp && !subcommand.forAdministrators)) return subcommand.run(interaction, words)
  await interaction.operations.admit(interaction.actor)
  if (subcommand) return interaction.answer(help(interaction.words, name))
  if (name === HELP) return interaction.answer(help(interaction.words, joined(words), await withheldFrom(interaction)))
  await interaction.answer(unknown(interaction.words, typed, await withheldFrom(interaction)))
}

/** For the log: the subcommand, or `unknown`; the typed text is not logged, because it may be a token. */
export function subcommandNamed(text = ''): string {
  const { name } = readCommand(text)
  return name === '' ? 'menu' : (name ?? 'unknown')
}

export interface Command {
  /** The subcommand, `help`, or undefined for an unknown word. */
  name: string | undefined
  /** The words that were read as the subcommand, in lower case. */
  typed: string
  /** The words after it. */
  words: Word[]
}

/** Accepts different spellings: `/dremio-pat list`, `*list*`, `please list`, `my tokens`. */
export function readCommand(text: string): Command {
  const words = readWords(text)
  const from = words.findIndex((word) => !isBeforeCommand(word))
  if (from < 0) return { name: '', typed: '', words: [] }
  const rest = words.slice(from)
  const [first] = rest
  if (first && isHelpFlag(first)) return { name: HELP, typed: HELP, words: rest.slice(1) }
  for (let many = Math.min(LONGEST_SYNONYM, rest.length); many > 0; many -= 1) {
    const phrase = rest.slice(0, many).map(plainly).join(' ')
    const name = nameOf(phrase)
    if (name !== undefined) return { name, typed: phrase, words: rest.slice(many) }
  }
  return { name: undefined, typed: first ? plainly(first) : '', words: rest.slice(1) }
}

/** Ignores the command itself, polite words, and words without letters, such as a quote mark or a bullet. */
function isBeforeCommand(word: Word): boolean {
  const plain = plainly(word)
  const isEmpty = !/[\p{L}\p{N}]/u.test(plain) && !isHelpFlag(word)
  return isEmpty || /^@?dremio[-‐_]pat$/.test(plain) || withoutCourtesy([word]).length === 0
}

function isHelpFlag({ text, isQuoted }: Word): boolean {
  // A phone turns two dashes into one long dash.
  return !isQuoted && /^(?:\/?\?+|[-–—]{1,2}(?:h|help))$/i.test(text.normalize('NFKC').replace(/[`*_]/g, ''))
}

function plainly({ text }: Word): string {
  return bare(text).toLowerCase().replace(/^\/+/, '')
}

function nameOf(phrase: string): string | undefined {
  if (phrase === HELP) return HELP
  if (subcommands.some(({ word }) => word !== '' && word === phrase)) return phrase
  return Object.hasOwn(synonyms, phrase) ? synonyms[phrase] : undefined
}

/** What this person can do, or how one word is used. */
export async function helpFor(person: Asking, word = ''): Promise<Message> {
  return help(person.words, word, await withheldFrom(person))
}

type Asking = Pick<Interaction, 'actor' | 'operations' | 'words'>

/** The words that would be refused to this person, so that nothing offers them. */
async function withheldFrom(person: Pick<Interaction, 'actor' | 'operations'>): Promise<string[]> {
  const offered = await Promise.all(subcommands.map(({ offeredTo }) => offeredTo?.(person) ?? true))
  return subcommands.map(({ word }) => word).filter((_, index) => !offered[index])
}

/** What people can do, by task; with `all` every word, those for administrators only if not withheld; or one word. */
export function help(words: Words, word = '', withheld: readonly string[] = []): Message {
  const { name, typed } = readCommand(word)
  if (name === '' || name === HELP) {
    return taskHelp(words, {
      mayDelegate: !withheld.includes('delegate'),
      mayAdminister: !withheld.includes('admin'),
    })
  }
  if (typed === 'all') return everyWord(words, withheld)
  const subcommand = subcommands.find((candidate) => candidate.word === name)
  if (!subcommand) return unknown(words, typed, withheld)
  if (subcommand.forAdministrators && !withheld.includes(subcommand.word)) {
    return adminHelp(
      words,
      adminSubcommands.map(({ word }) => word),
    )
  }
  const also = synonymsOf(subcommand.word)
  const lines = [
    usageOf(words, subcommand),
    words.help.commands[subcommand.word].details,
    ...(also.length > 0 ? [words.help.synonyms({ words: also })] : []),
  ]
  const text = lines.join('\n')
  return { text, blocks: [section(text)] }
}

function everyWord(words: Words, withheld: readonly string[]): Message {
  const { allWords, commands, line, oneWord, privately, usageOfHelp } = words.help
  const lines = subcommands
    .filter(({ word, forAdministrators }) => !forAdministrators || !withheld.includes(word))
    .map((subcommand) => line({ usage: usageOf(words, subcommand), summary: commands[subcommand.word].summary }))
  const text = [...lines, line({ usage: `\`${COMMAND} ${HELP} ${usageOfHelp}\``, summary: oneWord })].join('\n')
  return { text: `${allWords}\n${text}`, blocks: [section(`*${allWords}*\n${text}`), hint(privately)] }
}

/** The nearest word as a button, and the way to the others. */
function unknown(words: Words, word: string, withheld: readonly string[]): Message {
  const known = [
    ...subcommands.map((command) => command.word).filter((name) => name !== '' && !withheld.includes(name)),
    HELP,
    ...Object.keys(synonyms),
  ]
  const near = nearestWord(word, known)
  const nearest = near === undefined ? undefined : nameOf(near)
  const text = words.help.unknown({
    // A long word may be a pasted token, which must not be shown again.
    ...(word.length <= 20 && { word: inlineText(word) }),
    ...(nearest && { nearest: `${COMMAND} ${nearest}` }),
  })
  const offered = nearest ? [button(words, buttons.runSuggestedWord, nearest, 'primary')] : []
  const others = nearest === HELP ? [] : [button(words, buttons.showHelp, HELP)]
  return { text, blocks: [section(text), actions(...offered, ...others)] }
}

function usageOf(words: Words, { word }: Subcommand): string {
  return `\`${[COMMAND, word, words.help.commands[word].usage].filter(Boolean).join(' ')}\``
}
