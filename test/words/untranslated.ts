// Finds what is shown to a reader of the pseudo-language and does not come from its catalogue, or is cut or glued.
import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import type { Message } from '../../src/slack/interaction.ts'

/** One text as Slack shows it, with its place in the message or form. */
export interface Shown {
  readonly at: string
  readonly text: string
  /** Slack's limit for texts in this place. */
  readonly most: number
  /** Names of tokens and tools may stand there alone. */
  readonly mayBeFact: boolean
}

/** In characters: https://docs.slack.dev/reference/block-kit */
const limits: Readonly<Record<string, number>> = {
  title: 24,
  submit: 24,
  close: 24,
  placeholder: 150,
  header: 150,
  button: 75,
  option: 75,
  label: 2_000,
  hint: 2_000,
}
const MOST_OF_TEXT = 3_000

export function shownIn(seen: Message | ModalView | HomeView): Shown[] {
  const { blocks = [], ...rest } = seen as { blocks?: KnownBlock[] }
  const own = Object.entries(rest).flatMap(([name, value]) =>
    name === 'text' ? [shown('text', value as string)] : isText(value) ? [shown(name, value.text)] : [],
  )
  return [...own, ...blocks.flatMap((block, index) => textsIn(block, `blocks[${index}]`, block.type))]
}

function textsIn(part: unknown, at: string, kind: string): Shown[] {
  if (typeof part !== 'object' || part === null) return []
  if (isText(part)) return [shown(at, part.text, kind)]
  return Object.entries(part).flatMap(([name, value]) => textsIn(value, `${at}.${name}`, kindOf(name, value, kind)))
}

function kindOf(name: string, value: unknown, kind: string): string {
  if (name === 'options' || name === 'initial_option' || name === 'initial_options') return 'option'
  if (name in limits) return name
  const { type } = (value ?? {}) as { type?: unknown }
  return type === 'button' ? 'button' : kind
}

function isText(value: unknown): value is { text: string } {
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown }
  return (type === 'plain_text' || type === 'mrkdwn') && typeof text === 'string'
}

function shown(at: string, text: string, kind = at): Shown {
  return { at, text, most: limits[kind] ?? MOST_OF_TEXT, mayBeFact: kind === 'option' || kind === 'button' }
}

/** What may stand outside of sentences: labels, people, dates, code, quotations and the bullets of a list. */
const FACTS = [
  /```[\s\S]*?```/g,
  /^> .*$/gm,
  /<(?:@|#|!date)[^>]*>/g,
  // A link whose text is a sentence.
  /<https:[^|>]*\|>/g,
  /\*[^*\n⟦⟧]+\*/g,
  /`[^`\n]*`/g,
]

/** What is wrong with a text; undefined if all of it is sentences of the catalogue, and facts. */
export function problemOf({ text, most, mayBeFact }: Shown): string | undefined {
  const rest = withoutSentences(text)
  if (rest === undefined) {
    const isCut = text.length > most - 60 && text.endsWith('…')
    if (!isCut) return `cut before the limit: ${text}`
    return /[\uD800-\uDBFF]…$|<[^>]*…$|&\w*…$/.test(text) ? `cut in the middle of a sign: ${text}` : undefined
  }
  if (mayBeFact && rest === text) return undefined
  const outside = FACTS.reduce((left, fact) => left.replace(fact, ''), rest)
  // An asterisk makes a whole sentence bold.
  return /^[\s•*]*$/.test(outside) ? undefined : `not of the catalogue: ${JSON.stringify(outside)} in ${text}`
}

/** The text around the sentences; undefined if one of them does not end. */
function withoutSentences(text: string): string | undefined {
  let [depth, rest] = [0, '']
  for (const character of text) {
    if (character === '⟦') depth += 1
    if (depth === 0) rest += character
    if (character === '⟧') depth -= 1
  }
  return depth === 0 ? rest : undefined
}
