// The canary check: secrets are in the one ephemeral message to their owner and nowhere else, and no whole token id is shown.
import { tidOf } from '../../src/core/tokens/token-value.ts'
import type { SimulatedDremio } from './dremio/dremio.ts'
import type { Slack } from './slack/slack.ts'
import type { BotRequest } from './slack/traffic.ts'

export interface Searched {
  /** `pasted`: what people typed that may be a token, also a wrong one. */
  slack: Pick<Slack, 'requests' | 'answers' | 'pasted'>
  dremio: Pick<SimulatedDremio, 'secrets' | 'issuedSecrets'>
  identityProvider?: { readonly issuedSecrets: readonly string[] }
  redis: { dump(): Promise<string> }
  logs: readonly string[]
  /** What our own web pages answered, headers included. */
  pages?: readonly string[]
  /** What else must never be seen: the bot's own credentials. */
  credentials: readonly string[]
}

/** Something shorter would be found by chance. */
const SHORTEST = 16
/** Of what was pasted a part of this length is searched for, beginning at every so many characters. */
const PIECE = 16
const STEP = 6

/** Throws with the place (never the value) of whatever got out. Called after every flow; never weakened. */
export async function checkCanaries({
  slack,
  dremio,
  identityProvider,
  redis,
  logs,
  pages = [],
  credentials,
}: Searched): Promise<void> {
  const { rest, shown } = setApart(slack.requests)
  const places = {
    'a request to Slack': JSON.stringify(rest),
    'an answer to Slack': JSON.stringify(slack.answers),
    Redis: await redis.dump(),
    'the log': logs.join('\n'),
    'a page of ours': pages.join('\n'),
  }
  const escaped: string[] = []
  for (const [index, canary] of [...dremio.secrets, ...credentials].entries()) {
    for (const [place, text] of Object.entries(places)) {
      if (guises(canary).some((guise) => text.includes(guise))) escaped.push(`secret ${index} is in ${place}`)
    }
  }
  for (const [index, canary] of dremio.secrets.entries()) {
    const times = shown.filter((text) => text.includes(canary)).length
    if (times > 1) escaped.push(`secret ${index} was shown ${times} times`)
  }
  for (const credential of credentials) {
    if (shown.some((text) => text.includes(credential))) escaped.push('a credential of the bot was shown')
  }
  // What people paste the bot may look at, and no more: not even a wrong one is to be seen again anywhere. Slack itself
  // says it, to the bot alone, when a form is changed in which somebody has typed it.
  const said = { ...places, 'a request to Slack': JSON.stringify(rest.map(({ method, args }) => ({ method, args }))) }
  for (const [index, value] of [...slack.pasted].entries()) {
    for (const [place, text] of Object.entries(said)) {
      if (pieces(value).some((piece) => text.includes(piece))) escaped.push(`pasted value ${index} is in ${place}`)
    }
    // What Dremio made may have been shown before it, or a part of it, was pasted.
    if (!dremio.secrets.some((secret) => secret.includes(value)) && shown.some((text) => text.includes(value)))
      escaped.push(`pasted value ${index} was shown`)
  }
  // What passed through a sign-in is for nobody's eyes: there is no place where it may be.
  const everywhere = { ...places, 'a request to Slack': JSON.stringify(slack.requests) }
  for (const [index, secret] of [...dremio.issuedSecrets, ...(identityProvider?.issuedSecrets ?? [])].entries()) {
    if (secret.length < SHORTEST)
      throw new Error(`Canary check: useless canary ${index}, it is too short to be searched for`)
    for (const [place, text] of Object.entries(everywhere)) {
      if (traces(secret).some((trace) => text.includes(trace))) escaped.push(`sign-in secret ${index} is in ${place}`)
    }
  }
  // Whoever knows a whole id can report its token as leaked. A person only sees the beginning of it.
  const seen = shownIn(slack.requests) + places['a page of ours']
  for (const [index, value] of [...dremio.secrets, ...slack.pasted].entries()) {
    const tid = tidOf(value)
    if (tid !== undefined && seen.includes(tid)) escaped.push(`the whole id of token ${index} is shown`)
  }
  // Anything else in the one allowed block would be a hole in this check.
  if (shown.some((text) => !/^```[A-Za-z0-9+/]+={0,2}```$/.test(text)))
    escaped.push('the secret is not alone in its block')
  if (escaped.length > 0) throw new Error(`Canary check: ${escaped.join('; ')}`)
}

/** The fields that Slack keeps without showing them to anybody. */
const unseen: ReadonlySet<string> = new Set(['value', 'private_metadata', 'block_id', 'action_id', 'callback_id'])

function shownIn(requests: readonly BotRequest[]): string {
  return JSON.stringify(requests, (name, value: unknown) => (unseen.has(name) ? undefined : value))
}

/** Takes the one allowed place out of the requests: the block `secret` of an ephemeral message in its reader's own DM. */
function setApart(requests: readonly BotRequest[]): { rest: BotRequest[]; shown: string[] } {
  const shown: string[] = []
  const rest = requests.map((request) => {
    const { method, args } = request
    const isTheirDm =
      String(args.channel).startsWith('D') && String(args.channel).slice(1) === String(args.user).slice(1)
    if (method !== 'chat.postEphemeral' || !isTheirDm || !Array.isArray(args.blocks)) return request
    const blocks = args.blocks.map((block: { block_id?: string; text?: { text: string } }) => {
      if (block.block_id !== 'secret' || !block.text) return block
      shown.push(block.text.text)
      return { ...block, text: 'set apart' }
    })
    return { ...request, args: { ...args, blocks } }
  })
  return { rest, shown }
}

/**
 * A secret of a sign-in as it may look. A JWT in its parts as well, but for those that tell nothing: the header, and with
 * what the claims begin, are the same in every JWT of one issuer.
 */
function traces(secret: string): string[] {
  const [header = '', claims, signature, ...more] = secret.split('.')
  const isJwt = header.startsWith('ey') && claims !== undefined && signature !== undefined && more.length === 0
  if (!isJwt) return guises(secret).filter((guise) => guise.length >= SHORTEST)
  const whole = guises(secret).filter((guise) => guise !== secret.slice(0, 32))
  const ofClaims = guises(claims).filter((guise) => guise !== claims.slice(0, 32))
  return [
    ...whole.filter((guise) => guise.length >= SHORTEST),
    ...(claims.length > 40 ? ofClaims : []),
    ...(signature.length > 40 ? guises(signature) : []),
  ]
}

/** Of what people paste a part is too much already: any third of it in a row is found. */
function pieces(value: string): string[] {
  const parts = Array.from({ length: Math.floor((value.length - PIECE) / STEP) + 1 }, (_, index) =>
    value.slice(index * STEP, index * STEP + PIECE),
  )
  return [...parts, ...guises(value)]
}

/** A secret as it may look after it went through a URL, base64 without padding, hex, or JSON. */
function guises(secret: string): string[] {
  const bytes = Buffer.from(secret, 'base64')
  const halves = [secret.slice(0, 32), secret.slice(-32)]
  return [
    secret,
    ...halves.filter((half) => half.length === 32),
    encodeURIComponent(secret),
    secret.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    secret.replaceAll('/', '\\/'),
    bytes.toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]
}
