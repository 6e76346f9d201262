// Slack's way to say no: `{ ok: false, error }` with what else belongs to the error.
export class Refusal extends Error {
  readonly code: string
  readonly extra: Record<string, unknown>

  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.extra = extra
  }
}

export const withMessages = (code: string, messages: readonly string[]) =>
  new Refusal(code, messages.length > 0 ? { errors: messages.map(short), response_metadata: { messages } } : {})

/** `errors` says the same in words without the `[ERROR]` mark. */
const short = (message: string) => message.replace('[ERROR] ', '')
