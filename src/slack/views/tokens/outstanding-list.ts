// For administrators: the tokens and claims that should have been ended or settled, and what can be done about them.
import type { DepartureReason } from '../../../core/people/departure.ts'
import type { Request } from '../../../core/requests/request.ts'
import { counted } from '../../../core/time/duration.ts'
import type { Token } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { LeaversToken, Outstanding } from '../../../operations/tokens/list-outstanding.ts'
import type { Message } from '../../interaction.ts'
import { hint, labelText, mention, moment, section } from '../block-kit.ts'

// One block for each; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 40

export function outstandingMessage({ tokens, claims, leaversTokens, leavers, canRevoke }: Outstanding): Message {
  const lines = [
    ...tokens.map((token) => ofToken(token, leavers.has(token.owner))),
    ...claims.map((claim) => ofClaim(claim, leavers.has(claim.requester))),
    ...leaversTokens.map(ofLeaver),
  ]
  if (lines.length === 0) return { text: 'Nothing is outstanding: no token waits for somebody to revoke it.' }
  const text = `${counted(lines.length, 'token')} ${lines.length === 1 ? 'waits' : 'wait'} for somebody.`
  const most = lines.slice(0, MOST_SHOWN)
  return {
    text,
    blocks: [
      section(text),
      ...most.map((line) => section(line)),
      ...(lines.length > MOST_SHOWN ? [hint(`and ${lines.length - MOST_SHOWN} more`)] : []),
      hint(
        canRevoke
          ? 'Owners who are still here were asked. You can end one yourself: `/dremio-pat admin revoke @person id`.'
          : 'Owners who are still here were asked, and nobody else can end them on this Dremio. Deactivating somebody there ends theirs.',
      ),
    ],
  }
}

function ofToken({ owner, label, tid, expiresAt, endedFor, outstandingSince = 0 }: Token, hasLeft: boolean): string {
  const why =
    endedFor === 'cut' ? 'was replaced, and its grace time is over' : 'was made, and nobody said that they have it'
  return `${mention(owner)} · ${labelText(label)} · \`${shortId(tid)}\` ${why}. ${hasLeft ? 'They left. ' : ''}Outstanding since ${moment(outstandingSince)}; ends by itself ${moment(expiresAt)}.`
}

function ofLeaver({ tid, label, expiresAt, departure: { person, because, at } }: LeaversToken): string {
  return `${mention(person)} · ${labelText(label)} · \`${shortId(tid)}\` still works, but they left (${leftAs[because]}, noticed ${moment(at)}). It ends by itself ${moment(expiresAt)}.`
}

const leftAs: { readonly [Because in DepartureReason]: string } = {
  deleted: 'deactivated',
  guest: 'now a guest',
  bot: 'now a bot',
  stranger: 'in another company',
  'foreign team': 'in another workspace',
}

function ofClaim({ requester, label, claim, state, lifetime }: Request, hasLeft: boolean): string {
  const startedAt = claim?.startedAt ?? 0
  const endsItself = `whatever is left ends by itself ${moment(startedAt + lifetime)}.`
  const over = state === 'cancelled' ? `They cancelled it; ${endsItself}` : undefined
  const next = hasLeft ? `They left; ${endsItself}` : (over ?? 'Their next *Show token* settles it.')
  return `${mention(requester)} · ${labelText(label)} may be half-made: collecting it began ${moment(startedAt)} and did not end well. ${next}`
}
