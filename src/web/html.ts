// Text that is HTML already, told apart from text that is yet to be escaped.

/** Made by `html` alone, so that nothing gets in unescaped. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static of(parts: readonly string[], values: readonly (Html | string)[]): Html {
    const said = values.map((value) => (value instanceof Html ? value.#text : escaped(value)))
    // A sentence that goes on in the next line of our source is one line all the same.
    return new Html(parts.map((part, at) => part.replace(/\n +/g, ' ') + (said[at] ?? '')).join(''))
  }

  toString(): string {
    return this.#text
  }
}

/** What is written in the template is HTML; what is put in is text, and escaped. */
export function html(parts: TemplateStringsArray, ...values: (Html | string)[]): Html {
  return Html.of(parts, values)
}

/** One piece after the other. */
export function joined(pieces: readonly Html[]): Html {
  return Html.of(['', ...pieces.map(() => '')], pieces)
}

/** Enough for any name of a Slack or Dremio user; a longer one is there to push our own words off the page. */
const LONGEST_NAME = 80

/**
 * Somebody's name, set apart from the words around it. Control characters, line breaks and what turns the direction of
 * writing are left out: a name must not be able to rearrange the sentence in which it stands.
 */
export function named(name: string): Html {
  const plain = Array.from(
    name
      .replace(/\p{Bidi_Control}/gu, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  )
  const cut = plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME - 1).join('')}…` : plain.join('')
  return html`<bdi>${cut}</bdi>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
