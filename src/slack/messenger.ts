// Words after deeds: posts each reader's card of a request once, and edits it in place ever after.
import type { WebClient } from '@slack/web-api'
import { lifetimeInWords } from '../core/lifetime.ts'
import type { AuditEntry, CardPlaces, Clock, Messenger, Requests, Tokens } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { requestCard } from './cards/request-card.ts'
import { reviewCard } from './cards/review-card.ts'
import { revokedMessage } from './cards/revoke-form.ts'
import { signedInMessage } from './cards/signed-in.ts'
import { mention, named, said } from './cards/text.ts'
import { sentenceFor } from './failure.ts'
import { failureMessage } from './failure-message.ts'
import type { Message } from './surface.ts'

/** A card is drawn again at most so often in one go; each time only because somebody changed the request meanwhile. */
const MOST_REDRAWS = 5

export interface MessengerWorld {
  client: WebClient
  places: CardPlaces
  requests: Requests
  tokens: Tokens
  clock: Clock
  /** Slack channel that hears of every deed, if there is one. */
  auditChannel: string | undefined
  /** A message that was lost; it undoes nothing. */
  onTrouble: (error: unknown, doing: string) => void
}

export function createMessenger(world: MessengerWorld): Messenger {
  const { client, places, requests, tokens, clock, auditChannel, onTrouble } = world

  async function draw(request: Request, reader: string, signIn: SignIn): Promise<Message> {
    if (reader !== request.requester) return reviewCard(request, clock.now())
    const tid = request.state === 'claimed' ? request.claim?.tid : undefined
    return requestCard(request, { signIn, token: tid === undefined ? undefined : await tokens.find(tid) })
  }

  async function post(request: Request, reader: string, signIn: SignIn): Promise<void> {
    const message = await draw(request, reader, signIn)
    const place = (await places.of(request.id)).get(reader)
    if (place) {
      await client.chat.update({ ...place, ...message, ...quiet })
      return
    }
    // Whoever reserves the card posts it. Anybody else leaves it: the poster looks again after posting, and redraws.
    if (!(await places.reserve(request.id, reader, clock.now()))) return
    const { channel, ts } = await client.chat.postMessage({ channel: reader, ...message, ...quiet })
    if (channel && ts) await places.remember(request.id, reader, { channel, ts })
  }

  /** Two processes may edit one card at once, in any order; whoever wrote an old state sees that here and mends it. */
  async function show(request: Request, reader: string, signIn: SignIn): Promise<void> {
    let drawn = request
    for (let redraws = 0; redraws < MOST_REDRAWS; redraws += 1) {
      await post(drawn, reader, signIn)
      const now = await requests.find(request.id)
      if (!now || now.version === drawn.version) return
      drawn = now
    }
  }

  async function write(person: string, message: Message): Promise<void> {
    await client.chat
      .postMessage({ channel: person, ...message, ...quiet })
      .catch((error: unknown) => onTrouble(error, 'write to somebody'))
  }

  return {
    async showRequest(request, signIn) {
      // A link to sign in with changes nothing for anybody else.
      const readers = signIn ? [request.requester] : [request.requester, ...request.approvers]
      await Promise.all(
        readers.map((reader) =>
          show(request, reader, signIn).catch((error: unknown) => onTrouble(error, 'show a card')),
        ),
      )
    },
    showSignedIn: (person, as, wish) => write(person.id, signedInMessage(as, wish)),
    showRevoked: (person, revoked, by) => write(person, revokedMessage(revoked, { by })),
    showFailure: (person, error) => write(person.id, failureMessage(sentenceFor(error), error)),
    async announce(entry) {
      if (auditChannel === undefined) return
      await client.chat
        .postMessage({ channel: auditChannel, text: auditLine(entry), ...quiet })
        .catch((error: unknown) => onTrouble(error, 'tell the audit channel'))
    },
  }
}

type SignIn = Parameters<Messenger['showRequest']>[1]

const quiet = { unfurl_links: false, unfurl_media: false } as const

/** Who, what, for whom, the label, the lifetime and the rule. */
function auditLine({ deed, by, for: whom, label, lifetime, rule, note }: AuditEntry): string {
  return [
    `${by === 'bot' ? 'The bot' : mention(by)}: ${deed}`,
    ...(by === whom ? [] : [`for ${mention(whom)}`]),
    ...(label === undefined ? [] : [named(label)]),
    ...(lifetime === undefined ? [] : [lifetimeInWords(lifetime)]),
    ...(rule === undefined ? [] : [`rule “${said(rule)}”`]),
    ...(note === undefined ? [] : [said(note)]),
  ].join(' · ')
}
