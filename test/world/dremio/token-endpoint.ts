// The token endpoint of the simulated Dremio: a code, a refresh token or somebody else's token for an access token.
import { issueAccessToken } from './access-tokens.ts'
import { type Answer, json, OAuthRefusal } from './answer.ts'
import { exchange } from './exchanges.ts'
import type { Grant } from './grants.ts'
import { maySignIn } from './users.ts'
import type { World } from './world.ts'

export interface TokenCall {
  readonly contentType: string
  readonly fields: URLSearchParams
  /** Whether the client tried to authenticate with a header. */
  readonly authenticates: boolean
}

const SCOPE = 'dremio.all'

export async function answerTokenCall(world: World, call: TokenCall): Promise<Answer> {
  try {
    return await issue(world, call)
  } catch (error) {
    if (error instanceof OAuthRefusal) return error.asAnswer()
    throw error
  }
}

async function issue(world: World, { contentType, fields, authenticates }: TokenCall): Promise<Answer> {
  if (!/^application\/x-www-form-urlencoded\b/.test(contentType)) throw bad('The body must be form-urlencoded')
  if ([...fields.keys()].some((name) => fields.getAll(name).length > 1)) throw bad('A parameter came twice')
  // Dremio's clients are public: `token_endpoint_auth_methods_supported` is `none` alone.
  if (authenticates) throw new OAuthRefusal(401, 'invalid_client', 'Clients do not authenticate here')
  const field = (name: string) => fields.get(name) ?? ''

  switch (field('grant_type')) {
    case 'authorization_code': {
      const verifier = field('code_verifier')
      const by = { clientId: clientOf(world, field), redirectUri: field('redirect_uri'), verifier }
      if (!/^[\w.~-]{43,128}$/.test(verifier)) throw bad('code_verifier is missing or malformed')
      return granted(world, world.grants.redeem(field('code'), by), { withRefreshToken: true })
    }
    case 'refresh_token': {
      const spend = world.rotatesRefreshTokens
      const grant = world.grants.refresh(field('refresh_token'), clientOf(world, field), { spend })
      return granted(world, grant, { withRefreshToken: spend })
    }
    case 'urn:ietf:params:oauth:grant-type:token-exchange': {
      if (field('scope') !== SCOPE) throw new OAuthRefusal(400, 'invalid_scope', `scope must be ${SCOPE}`)
      const { userId, seconds } = await exchange(world, field)
      const { token, expiresIn } = await issueAccessToken(world, userId, { seconds })
      const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token'
      return answered({ access_token: token, expires_in: expiresIn, issued_token_type })
    }
    default:
      throw new OAuthRefusal(400, 'unsupported_grant_type', 'grant_type is not supported')
  }
}

function clientOf({ apps }: World, field: (name: string) => string): string {
  const clientId = field('client_id')
  if (!apps.has(clientId)) throw new OAuthRefusal(401, 'invalid_client', 'client_id is not known')
  return clientId
}

async function granted(world: World, grant: Grant, { withRefreshToken }: { withRefreshToken: boolean }) {
  if (!maySignIn(world.users.get(grant.userId))) {
    throw new OAuthRefusal(400, 'invalid_grant', 'The user no longer exists or is inactive')
  }
  const { token, expiresIn } = await issueAccessToken(world, grant.userId, { grant })
  const refreshed = grant.offline && withRefreshToken && { refresh_token: world.grants.issueRefreshToken(grant) }
  return answered({ access_token: token, expires_in: expiresIn, ...refreshed })
}

function answered(tokens: Record<string, unknown>): Answer {
  const answer = json(200, { token_type: 'Bearer', scope: SCOPE, ...tokens })
  return { ...answer, headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' } }
}

function bad(why: string): OAuthRefusal {
  return new OAuthRefusal(400, 'invalid_request', why)
}
