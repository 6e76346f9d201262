// The people whom the identity provider knows, and what it says of each of them.
import { createHash } from 'node:crypto'

export type Claims = Readonly<Record<string, unknown>>

export interface IdpPerson {
  /** What they type in to sign in: their e-mail address, or a name. */
  readonly login: string
  /** On top of, or instead of, what follows from the login; `undefined` takes a claim away. */
  readonly claims?: Claims
}

interface Account {
  readonly accountId: string
  claims: Claims
}

export class People {
  readonly #accounts = new Map<string, Account>()
  /** Every claim that somebody has; a provider has to know them at its start. */
  readonly claimNames: readonly string[]

  constructor(people: readonly IdpPerson[]) {
    for (const { login, claims } of people) {
      // Says nothing of who it is, as the subject of a real provider does not.
      const accountId = createHash('sha256').update(login).digest('hex').slice(0, 20)
      this.#accounts.set(login.toLowerCase(), { accountId, claims: { ...claimsFrom(login), ...claims } })
    }
    this.claimNames = [
      ...new Set(['email', 'email_verified', ...this.#all().flatMap((one) => Object.keys(one.claims))]),
    ]
  }

  withLogin(login: string): Account | undefined {
    return this.#accounts.get(login.trim().toLowerCase())
  }

  withId(accountId: string): Account | undefined {
    return this.#all().find((account) => account.accountId === accountId)
  }

  /** Throws for somebody unknown and for a claim that nobody had at the start. */
  setClaims(login: string, claims: Claims): void {
    const account = this.withLogin(login)
    if (!account) throw new Error(`The identity provider knows no ${login}`)
    const unheard = Object.keys(claims).filter((name) => !this.claimNames.includes(name))
    if (unheard.length > 0) throw new Error(`Nobody has the claims ${unheard}; give them to somebody at the start`)
    account.claims = { ...account.claims, ...claims }
  }

  #all(): Account[] {
    return [...this.#accounts.values()]
  }
}

function claimsFrom(login: string): Claims {
  const email = login.includes('@') ? { email: login, email_verified: true } : {}
  return { ...email, preferred_username: login }
}
