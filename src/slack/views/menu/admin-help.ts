// `/dremio-pat admin help`: what bot admins can do, a row for each word, with a button where it needs no further words.
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { AdminSubcommand, Message } from '../../interaction.ts'
import { actions, button, hint, inlineText, LONGEST_BUTTON, plain, section } from '../block-kit.ts'
import { row } from '../rows.ts'

type AdminWord = AdminSubcommand['word']

const COMMAND = '/dremio-pat'

/** `shown` in their order. */
export function adminHelp(words: Words, shown: readonly AdminWord[]): Message {
  const { title } = words.admin
  return {
    text: [title, ...shown.map((word) => lineOf(words, word))].join('\n'),
    blocks: [
      section(`*${title}*`),
      ...shown.map((word) => row(lineOf(words, word), buttonOf(words, word))),
      hint(words.help.privately),
    ],
  }
}

/** How one of them is typed, for somebody who left something out. */
export function adminUsage(words: Words, word: AdminWord): Message {
  const text = lineOf(words, word)
  const begin = buttonOf(words, word)
  return { text, blocks: [section(text), actions(...(begin ? [begin] : []), allButton(words))] }
}

/** The nearest word as a button, and the way to the others. */
export function unknownAdminWord(words: Words, typed: string, nearest: AdminWord | undefined): Message {
  const text = words.admin.unknown({
    // A long word may be a pasted token, which must not be shown again.
    ...(typed.length <= 20 && { word: inlineText(typed) }),
    ...(nearest && { nearest: typedAs(nearest) }),
  })
  const offered = nearest ? [button(words, buttons.runSuggestedWord, `admin ${nearest}`, 'primary')] : []
  return { text, blocks: [section(text), actions(...offered, allButton(words))] }
}

function lineOf({ admin }: Words, word: AdminWord): string {
  const { usage, summary } = admin.commands[word]
  return admin.line({ usage: `\`${typedAs(word, usage)}\``, summary })
}

function buttonOf(words: Words, word: AdminWord) {
  const { button: label }: { usage: string; button?: string } = words.admin.commands[word]
  if (label === undefined) return undefined
  return { ...button(words, buttons.runAdminWord, `admin ${word}`), text: plain(label, LONGEST_BUTTON) }
}

function typedAs(word: AdminWord, usage = ''): string {
  return [COMMAND, 'admin', word, usage].filter(Boolean).join(' ')
}

function allButton(words: Words) {
  return button(words, buttons.adminHelp, 'help')
}
