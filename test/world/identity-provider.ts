// A company's identity provider over real HTTP: the certified `oidc-provider`, with a login page of one step.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AdapterPayload, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { type Border, openBorder } from './border.ts'
import type { Attend } from './crossing.ts'
import { configurationFor, NAME } from './identity-provider/configuration.ts'
import { type Claims, type IdpPerson, People } from './identity-provider/people.ts'
import { createStorage } from './identity-provider/storage.ts'
import { errorPage, signInPage } from './sign-in-page.ts'

export type { Claims, IdpPerson } from './identity-provider/people.ts'

export interface IdpClient {
  readonly clientId: string
  /** A public client without one. */
  readonly clientSecret?: string
  readonly redirectUris: readonly string[]
  /** How it shows its secret; `client_secret_post` if not said. */
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post'
}

export interface IdentityProviderOptions {
  readonly clients?: readonly IdpClient[]
  readonly people: readonly IdpPerson[]
  /** A free one if not said. */
  readonly port?: number
  /** Makes access tokens JWTs with this `aud` and the person's claims. */
  readonly accessTokenAudience?: string
  /**
   * Of ID tokens and access tokens, seconds; an hour if not said. The provider goes by the machine's clock, so that a test
   * that has moved the clock of Dremio forward needs longer ones.
   */
  readonly tokenLife?: number
}

export interface IdentityProvider {
  /** `http://127.0.0.1:1234`. */
  readonly issuer: string
  /** Every code and token that was issued, and every code verifier that was sent. */
  readonly issuedSecrets: readonly string[]
  /** Replaces a client of the same id. */
  addClient(client: IdpClient): void
  /** Holds from the next token on. Throws for a claim that nobody had at the start. */
  setClaims(login: string, claims: Claims): void
  /** One more address for the token endpoint of one bot: `attend` is asked before each call is obeyed, and before it is answered. */
  openBorder(attend: Attend): Promise<Border>
  /**
   * Where the discovery document sends the bot for its tokens, as `http://127.0.0.1:1234`; to our own address if not said.
   * The document itself is read at the issuer's address by everybody, since that is the issuer's name.
   */
  handOut(origin?: string): void
  /** Calls to our own token endpoint while another one was handed out: whoever makes them has gone past its border. */
  readonly pastBorders: number
  close(): Promise<void>
}

const DISCOVERY = '/.well-known/openid-configuration'
const TOKENS = '/token'

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const people = new People(options.people)
  const clients = new Map((options.clients ?? []).map((client) => [client.clientId, asMetadata(client)]))
  const issuedSecrets = new Set<string>()
  let provider: Provider | undefined

  let handedOut: string | undefined
  let pastBorders = 0
  const serverOf = (attend?: Attend) =>
    createServer((request, response) => {
      arrives(request, response, attend).catch((error: Error) => send(response, 500, errorPage(NAME, error.message)))
    })
  const server = serverOf()
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  // The issuer is the address, so the address comes first.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const storage = createStorage(clients)
  const { accessTokenAudience, tokenLife } = options
  const configuration = await configurationFor({ people, storage, accessTokenAudience, tokenLife })
  provider = await inSilence(async () => {
    const { default: Provider } = await import('oidc-provider')
    return new Provider(issuer, configuration)
  })
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.path !== DISCOVERY || handedOut === undefined) return
    ctx.body = { ...(ctx.body as object), token_endpoint: `${handedOut}${TOKENS}` }
  })
  const handle = provider.callback()
  provider.on('authorization.success', (_, sentBack) => remember(sentBack?.code))
  provider.on('grant.success', (ctx) => rememberTokens(ctx))
  provider.on('grant.error', (ctx) => rememberTokens(ctx))

  return {
    issuer,
    get issuedSecrets() {
      return [...issuedSecrets]
    },
    addClient: (client) => void clients.set(client.clientId, asMetadata(client)),
    setClaims: (login, claims) => people.setClaims(login, claims),
    openBorder: (attend) => openBorder(serverOf(attend)),
    handOut(origin) {
      handedOut = origin
    },
    get pastBorders() {
      return pastBorders
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function arrives(request: IncomingMessage, response: ServerResponse, attend?: Attend): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (!attend) {
      if (path === TOKENS && handedOut !== undefined) pastBorders += 1
      return serve(request, response)
    }
    const leave = await attend(`identity provider ${path.slice(1)}`)
    // Its answer is written in one go, which is held up until the caller may have it.
    const end = response.end.bind(response) as (...answer: unknown[]) => ServerResponse
    response.end = ((...answer: unknown[]) => {
      void leave().then(() => end(...answer))
      return response
    }) as typeof response.end
    return serve(request, response)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url?.startsWith('/interaction/')) return handle(request, response)
    if (!provider) throw new Error('Not started yet')
    const { params } = await provider.interactionDetails(request, response)
    const page = { at: NAME, action: request.url }
    if (request.method !== 'POST') {
      const email = typeof params.login_hint === 'string' ? params.login_hint : ''
      return send(response, 200, signInPage({ ...page, email }))
    }
    const form = await formOf(request)
    if (form.has('cancel')) {
      const error = { error: 'access_denied', error_description: 'The person cancelled' }
      return provider.interactionFinished(request, response, error)
    }
    const email = form.get('email') ?? ''
    const account = people.withLogin(email)
    if (!account) return send(response, 200, signInPage({ ...page, email, message: `${NAME} does not know you.` }))
    // `consent` answers a client that asks for it with `prompt`, as it has to for a refresh token.
    const { accountId } = account
    return provider.interactionFinished(request, response, { login: { accountId }, consent: {} })
  }

  function rememberTokens({ body, oidc }: KoaContextWithOIDC): void {
    const { access_token, refresh_token, id_token } = (body ?? {}) as Record<string, unknown>
    for (const secret of [access_token, refresh_token, id_token, oidc?.params?.code_verifier]) remember(secret)
  }

  function remember(secret: unknown): void {
    if (typeof secret === 'string' && secret !== '') issuedSecrets.add(secret)
  }
}

function asMetadata({ clientId, clientSecret, redirectUris, authMethod }: IdpClient): AdapterPayload {
  return {
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: clientSecret ? (authMethod ?? 'client_secret_post') : 'none',
  }
}

/** It says on the console, once, what it thinks of this version of Node. */
async function inSilence<T>(work: () => Promise<T>): Promise<T> {
  const { warn, info } = console
  console.warn = console.info = () => {}
  try {
    return await work()
  } finally {
    Object.assign(console, { warn, info })
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(html)
}
