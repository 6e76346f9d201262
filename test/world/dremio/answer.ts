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
