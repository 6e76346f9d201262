// What the simulated Dremio answers, and a failure of its own as a value to throw.

export interface Answer {
  readonly status: number
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export function json(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

export function html(status: number, body: string): Answer {
  return { status, contentType: 'text/html; charset=utf-8', headers: { 'Cache-Control': 'no-store' }, body }
}

export function redirect(to: URL, headers: Record<string, string> = {}): Answer {
  return { status: 302, headers: { Location: to.href, 'Cache-Control': 'no-store', ...headers }, body: '' }
}

/** An answer that ends the work on a call. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }

  /** Software documents `errorMessage` and `moreInfo`; Cloud documents no schema, and its CLI reads `errorMessage`. */
  asAnswer(edition: 'cloud' | 'software'): Answer {
    const errorMessage = this.message
    return json(this.status, edition === 'cloud' ? { errorMessage } : { errorMessage, moreInfo: '' })
  }
}

/** A failure at the token endpoint. Dremio documents its statuses and no body; RFC 6749's is the likely one (facts, 1.7). */
export class OAuthRefusal extends Error {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, description: string) {
    super(description)
    this.status = status
    this.error = error
  }

  asAnswer(): Answer {
    const answer = json(this.status, { error: this.error, error_description: this.message })
    return { ...answer, headers: { 'Cache-Control': 'no-store' } }
  }
}
