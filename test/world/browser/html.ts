// Reads from a page of HTML what a person sees and can use: title, words, links, and forms with their buttons.

export interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** What would be sent; a test may change it. */
  value: string
}

export interface Button {
  readonly label: string
  readonly name: string
  readonly value: string
  /** Sends the form though a required field is empty. */
  readonly lenient: boolean
}

export interface Form {
  readonly method: 'GET' | 'POST'
  /** As written. */
  readonly action: string
  readonly fields: Field[]
  readonly buttons: Button[]
}

export interface Link {
  readonly label: string
  /** As written. */
  readonly href: string
}

export interface Content {
  readonly title: string
  /** What is written on the page, one line for each block. */
  readonly text: string
  readonly links: Link[]
  readonly forms: Form[]
}

/** Attributes of an opening tag, with `>` allowed in quotes. */
const ATTRIBUTES = `(?:"[^"]*"|'[^']*'|[^>"'])*`
/** Nobody sees what is in these. */
const UNSEEN = /<(script|style|template|svg)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi
/** Their content is not among the words of a page. */
const APART = /<(title|textarea|select)\b[\s\S]*?<\/\1\s*>/gi
const INLINE = new RegExp(`</?(?:a|abbr|b|bdi|code|em|i|kbd|label|small|span|strong|time)\\b${ATTRIBUTES}>`, 'gi')
const TAG = new RegExp(`<[/!a-z]${ATTRIBUTES}>`, 'i')
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** No element that matters here can stand in another of its kind, so that no tree is needed. */
export function readHtml(source: string): Content {
  const html = source.replace(UNSEEN, '')
  return {
    title: words(elements(html, 'title')[0]?.inner ?? ''),
    text: words(html.replace(APART, '')),
    links: elements(html, 'a').map(({ has, inner }) => ({ label: words(inner), href: has.href ?? '' })),
    forms: elements(html, 'form').map(({ has, inner }) => ({
      method: has.method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
      action: has.action ?? '',
      fields: fieldsIn(inner),
      buttons: buttonsIn(inner),
    })),
  }
}

function fieldsIn(form: string): Field[] {
  const inputs = elements(form, 'input', { empty: true }).flatMap(({ has }) => {
    const type = has.type?.toLowerCase() ?? 'text'
    const tickable = type === 'checkbox' || type === 'radio'
    // What is not ticked is not sent, nor is a button that was not pressed.
    if ((tickable && !('checked' in has)) || ['submit', 'button', 'reset', 'image', 'file'].includes(type)) return []
    return field(has, type, has.value ?? (tickable ? 'on' : ''))
  })
  const areas = elements(form, 'textarea').flatMap(({ has, inner }) => field(has, 'textarea', decoded(inner)))
  const selects = elements(form, 'select').flatMap(({ has, inner }) => {
    const options = elements(inner, 'option')
    const chosen = options.find((option) => 'selected' in option.has) ?? options[0]
    return field(has, 'select', chosen?.has.value ?? words(chosen?.inner ?? ''))
  })
  return [...inputs, ...areas, ...selects]
}

function field(has: Attributes, type: string, value: string): Field[] {
  return 'disabled' in has ? [] : [{ name: has.name ?? '', type, required: 'required' in has, value }]
}

function buttonsIn(form: string): Button[] {
  const submits = ({ has }: Element) => !('disabled' in has) && (has.type ?? 'submit').toLowerCase() === 'submit'
  const buttons = elements(form, 'button').filter(submits)
  const inputs = elements(form, 'input', { empty: true }).filter(({ has }) => has.type?.toLowerCase() === 'submit')
  return [...buttons, ...inputs].map(({ has, inner }) => ({
    label: words(inner) || (has['aria-label'] ?? has.value ?? ''),
    name: has.name ?? '',
    value: has.value ?? '',
    lenient: 'formnovalidate' in has,
  }))
}

type Attributes = Readonly<Record<string, string>>

interface Element {
  readonly has: Attributes
  readonly inner: string
}

function elements(html: string, tag: string, { empty = false } = {}): Element[] {
  const shape = new RegExp(`<${tag}\\b(${ATTRIBUTES})>${empty ? '' : `([\\s\\S]*?)</${tag}\\s*>`}`, 'gi')
  return [...html.matchAll(shape)].map(([, has = '', inner = '']) => ({ has: attributesIn(has), inner }))
}

function attributesIn(tag: string): Attributes {
  const found = tag.matchAll(/([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)
  return Object.fromEntries(
    [...found].map(([, name = '', ...values]) => [
      name.toLowerCase(),
      decoded(values.find((value) => value !== undefined) ?? ''),
    ]),
  )
}

/** One line for each block. */
function words(html: string): string {
  const blocks = html.replace(/\s+/g, ' ').replace(INLINE, '').split(TAG)
  const lines = blocks.map((block) => decoded(block).replace(/\s+/g, ' ').trim())
  return lines.filter((line) => line !== '').join('\n')
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal))
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return entities[name] ?? whole
  })
}
