// A type for text that is HTML already, distinct from text that still has to be escaped.
import { cleanLine } from '../core/clean-text.ts'

/** Only `html` and `marked` create it, so nothing gets in unescaped. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static of(parts: readonly string[], values: readonly (Html | string)[]): Html {
    const texts = values.map((value) => (value instanceof Html ? value.#text : escaped(value)))
    // A sentence that continues in the next line of the source is joined with a space.
    return new Html(parts.map((part, at) => part.replace(/\n +/g, ' ') + (texts[at] ?? '')).join(''))
  }

  toString(): string {
    return this.#text
  }
}

/** The template's own text is HTML; the values are text and are escaped. */
export function html(parts: TemplateStringsArray, ...values: (Html | string)[]): Html {
  return Html.of(parts, values)
}

/** Joins the pieces without a separator. */
export function joined(pieces: readonly Html[]): Html {
  return Html.of(['', ...pieces.map(() => '')], pieces)
}

/** Long enough for any name of a Slack or Dremio user; a longer name could push the bot's own text off the page. */
const LONGEST_NAME = 80

// First strong isolate and pop directional isolate: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
const [ISOLATE, END] = ['\u2068', '\u2069']

/**
 * A person's name for a sentence: cleaned, without characters that start or end bold or code, and set apart from the text
 * around it, so that it cannot rearrange its sentence.
 */
export function nameText(name: string): string {
  const plain = Array.from(cleanLine(name).replace(/[*`]/g, "'"))
  const cut = plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME - 1).join('')}…` : plain.join('')
  return `${ISOLATE}${cut}${END}`
}

/** A sentence of the catalogue: escaped, and with `*…*` in bold, `…` in backticks as code, and names set apart. */
export function marked(sentence: string): Html {
  const text = escaped(sentence)
    .replace(/\*([^*]+)\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(ISOLATE, '<bdi>')
    .replaceAll(END, '</bdi>')
  return Html.of([text], [])
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
