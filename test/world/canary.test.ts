// The canary check finds what got out, wherever it went and whatever it looks like there.
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkCanaries, type Searched } from './canary.ts'
import { mintSecret } from './dremio/secrets.ts'
import type { BotRequest } from './slack/traffic.ts'

const token = randomBytes(46).toString('base64')
/** What somebody typed: a token of which one character is wrong, and one that Dremio never made. */
const wrong = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`
const pasted = randomBytes(46).toString('base64')
const credential = randomBytes(24).toString('base64url')
const code = randomBytes(32).toString('base64url')
const part = (claims: Record<string, string>) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const header = part({ alg: 'RS256', kid: 'the-key-of-the-provider', typ: 'JWT' })
const claims = part({ iss: 'http://127.0.0.1:1234/the-issuer', sub: 'somebody', jti: 'b7e0f1' })
const signature = randomBytes(256).toString('base64url')
const jwt = [header, claims, signature].join('.')

/** A message of the bot's; with `secret`, the one that shows it in its reader's DM. */
function message(text: string, secret?: string): BotRequest {
  const block = { block_id: 'secret', text: { text: secret } }
  const args = { channel: 'DANA', user: 'UANA', text, blocks: secret === undefined ? [] : [block] }
  return { method: 'chat.postEphemeral', args, at: 0 }
}

interface Places {
  requests?: BotRequest[]
  answer?: string
  redis?: string
  log?: string
  page?: string
}

function searched({ requests = [], answer = '', redis = '', log = '', page = '' }: Places): Searched {
  return {
    slack: {
      requests,
      answers: [{ kind: 'command', status: 200, body: answer, at: 0 }],
      pasted: new Set([wrong, pasted]),
    },
    dremio: { secrets: [token], issuedSecrets: [code] },
    identityProvider: { issuedSecrets: [jwt] },
    redis: { dump: async () => redis },
    logs: [log],
    pages: [page],
    credentials: [credential],
  }
}

const places = {
  'a request to Slack': (text: string): Places => ({ requests: [message(text)] }),
  'an answer to Slack': (text: string): Places => ({ answer: text }),
  Redis: (text: string): Places => ({ redis: text }),
  'the log': (text: string): Places => ({ log: text }),
  'a page of ours': (text: string): Places => ({ page: text }),
}

describe('the canary check', () => {
  it('lets a token be shown once, in the one place for it', async () => {
    await checkCanaries(searched({}))
    const shown = message('Your token', `\`\`\`${token}\`\`\``)
    await checkCanaries(searched({ requests: [shown] }))
    await expect(checkCanaries(searched({ requests: [shown, shown] }))).rejects.toThrow('shown 2 times')
  })

  describe.each(Object.entries(places))('finds in %s', (place, put) => {
    it.each([
      ['a token', token],
      ['a credential of the bot', credential],
      ['a code', code],
      ['half a code', code.slice(0, 32)],
      ['a code in base64', Buffer.from(code).toString('base64')],
      ['a JWT', jwt],
      ['a JWT in a query', new URLSearchParams({ jwt }).toString()],
      ['the claims of a JWT', claims],
      ['the end of the claims of a JWT', claims.slice(-32)],
      ['the signature of a JWT', signature],
      ['half the signature of a JWT', signature.slice(0, 32)],
      ['what was pasted', pasted],
      ['what was pasted, for a URL', encodeURIComponent(pasted)],
      ['what was pasted, in base64', Buffer.from(pasted).toString('base64')],
      ['what was pasted, without its end', pasted.slice(0, 40)],
      ['a third of what was pasted', pasted.slice(17, 39)],
      ['a token that was pasted wrong', wrong],
    ])('%s', async (_, secret) => {
      await expect(checkCanaries(searched(put(`before ${secret} after`)))).rejects.toThrow(`is in ${place}`)
    })
  })

  it.each([
    ['a code', code],
    ['an access token', jwt],
  ])('does not let %s be shown even where a token may be', async (_, secret) => {
    const requests = [message('Your token', `\`\`\`${secret}\`\`\``)]
    await expect(checkCanaries(searched({ requests }))).rejects.toThrow('sign-in secret')
  })

  it('does not let what was pasted be shown even where a token may be', async () => {
    const requests = [message('Your token', `\`\`\`${pasted}\`\`\``)]
    await expect(checkCanaries(searched({ requests }))).rejects.toThrow('pasted value 1 was shown')
  })

  it('lets a token be shown of which something similar was pasted', async () => {
    await checkCanaries(searched({ requests: [message('Your token', `\`\`\`${token}\`\`\``)] }))
  })

  it('does not take the header of a JWT, or what all of them begin with, for a secret', async () => {
    await checkCanaries(searched({ log: `${header}.${claims.slice(0, 32)}` }))
  })

  it('does not let the whole id of a token be shown, though a button may carry it', async () => {
    const { secret, tid } = mintSecret()
    const about = (request: BotRequest) => ({
      ...searched({ requests: [request] }),
      dremio: { secrets: [secret], issuedSecrets: [] },
    })
    await expect(checkCanaries(about(message(`revoked ${tid}`)))).rejects.toThrow('the whole id of token 0 is shown')
    const button = { type: 'button', text: { type: 'plain_text', text: 'Revoke' }, value: tid }
    await checkCanaries(
      about({ method: 'chat.postMessage', args: { blocks: [{ type: 'actions', elements: [button] }] }, at: 0 }),
    )
    await checkCanaries(about(message(`revoked ${tid.slice(0, 8)}`)))
  })

  it('never says the secret itself', async () => {
    const failure = await checkCanaries(searched({ log: code + token + credential })).catch(
      (error: Error) => error.message,
    )
    for (const secret of [code, token, credential]) expect(failure).not.toContain(secret)
  })

  it('refuses to search for something that could be anywhere by chance', async () => {
    const all = { ...searched({}), dremio: { secrets: [], issuedSecrets: ['short'] } }
    await expect(checkCanaries(all)).rejects.toThrow('useless canary')
  })
})
