// A value that one person may see, or that lets us act: it prints as [secret] however it is printed.

const PRINTED = '[secret]'

/**
 * Wraps a token, a key or a password. The value lives in a private field, so that `JSON.stringify`, `String`,
 * `util.inspect`, template strings, spreading and structured logs all yield `[secret]`.
 *
 * `.reveal()` is allowed in the files that `test/architecture.test.ts` lists, and in no others.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The bare value. Every caller is a place where a secret can get out. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return PRINTED
  }

  toJSON(): string {
    return PRINTED
  }

  // Node's console and util.inspect ask for this symbol; it is a registered one, so nothing has to be imported for it.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return PRINTED
  }
}
