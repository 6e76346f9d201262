// Wraps a value that must not leak: a Secret prints as [secret] however it is printed.

const PRINTED = '[secret]'

/**
 * A token, a key or a password. The value is in a private field, so that `JSON.stringify`, `String`, `util.inspect`,
 * template strings, spreading and structured logs all yield `[secret]`.
 *
 * `.reveal()` is allowed in the files that `test/architecture.test.ts` lists, and in no others.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The bare value. Every caller is a place where the secret could leak. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return PRINTED
  }

  toJSON(): string {
    return PRINTED
  }

  // `util.inspect` and Node's console look for this symbol. It is a registered symbol, so no import is needed.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return PRINTED
  }
}
