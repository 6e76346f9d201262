// What people who signed in allowed: codes that work once, refresh tokens, and the end of both.
import { createHash, randomBytes } from 'node:crypto'
import { OAuthRefusal } from './answer.ts'

/** A code lives so long, milliseconds. */
const CODE_LIFE = 60_000
/** 30 days, as Software documents them; Cloud does not say. */
const REFRESH_LIFE = 30 * 86_400_000

/** What a person allowed an application by signing in. */
export interface Grant {
  readonly userId: string
  readonly clientId: string
  readonly offline: boolean
  /** Ends the access tokens that were issued from it as well. */
  revoked: boolean
}

interface Code {
  readonly grant: Grant
  readonly redirectUri: string
  readonly challenge: string
  readonly until: number
  used: boolean
}

interface RefreshToken {
  readonly grant: Grant
  readonly until: number
}

export class Grants {
  readonly #now: () => number
  readonly #issued: (secret: string) => void
  readonly #codes = new Map<string, Code>()
  readonly #refreshTokens = new Map<string, RefreshToken>()

  /** `issued` hears of every code and refresh token. */
  constructor(now: () => number, issued: (secret: string) => void) {
    this.#now = now
    this.#issued = issued
  }

  issueCode(
    allowed: { userId: string; clientId: string; offline: boolean },
    boundTo: { redirectUri: string; challenge: string },
  ): string {
    const code = this.#fresh()
    const grant: Grant = { ...allowed, revoked: false }
    this.#codes.set(code, { grant, ...boundTo, until: this.#now() + CODE_LIFE, used: false })
    return code
  }

  /** Spends the code, also where it is refused: a code that somebody guesses around is no longer safe. */
  redeem(code: string, by: { clientId: string; redirectUri: string; verifier: string }): Grant {
    const known = this.#codes.get(code)
    if (!known) throw refused('The code is not known')
    if (known.used) {
      known.grant.revoked = true
      throw refused('The code was used before')
    }
    known.used = true
    if (known.until <= this.#now()) throw refused('The code has expired')
    if (known.grant.clientId !== by.clientId) throw refused('The code was issued to another client')
    if (known.redirectUri !== by.redirectUri) throw refused('redirect_uri is not the one of the authorization request')
    if (known.challenge !== createHash('sha256').update(by.verifier).digest('base64url')) {
      throw refused('code_verifier does not fit code_challenge')
    }
    return known.grant
  }

  issueRefreshToken(grant: Grant): string {
    const token = this.#fresh()
    this.#refreshTokens.set(token, { grant, until: this.#now() + REFRESH_LIFE })
    return token
  }

  /** With `spend` the token does not work again. */
  refresh(token: string, clientId: string, { spend }: { spend: boolean }): Grant {
    const known = this.#refreshTokens.get(token)
    if (!known || known.grant.revoked || known.until <= this.#now()) throw refused('The refresh token is not valid')
    if (known.grant.clientId !== clientId) throw refused('The refresh token was issued to another client')
    if (spend) this.#refreshTokens.delete(token)
    return known.grant
  }

  /** Access tokens that are out live on: they cannot be revoked. */
  endRefreshTokensOf(userId: string): void {
    for (const [token, { grant }] of this.#refreshTokens) {
      if (grant.userId === userId) this.#refreshTokens.delete(token)
    }
  }

  #fresh(): string {
    const secret = randomBytes(32).toString('base64url')
    this.#issued(secret)
    return secret
  }
}

function refused(why: string): OAuthRefusal {
  return new OAuthRefusal(400, 'invalid_grant', why)
}
