// For administrators: the tokens and claims that should have been ended or settled, and what can be done about them.
import type { Request } from '../../../core/requests/request.ts'
import { counted } from '../../../core/time/duration.ts'
import type { Token } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Outstanding } from '../../../operations/tokens/list-outstanding.ts'
import type { Message } from '../../interaction.ts'
import { hint, labelText, mention, moment, section } from '../block-kit.ts'

// One block for each; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 40

export function outstandingMessage({ tokens, claims, canRevoke }: Outstanding): Message {
  const lines = [...tokens.map(ofToken), ...claims.map(ofClaim)]
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
          ? 'Their owners were asked. You can end one yourself: `/dremio-pat admin revoke @person id`.'
          : 'Their owners were asked, and nobody else can end them on this Dremio. Deactivating somebody there ends theirs.',
      ),
    ],
  }
}

function ofToken({ owner, label, tid, expiresAt, endedFor, outstandingSince = 0 }: Token): string {
  const why =
    endedFor === 'cut' ? 'was replaced, and its grace time is over' : 'was made, and nobody said that they have it'
  return `${mention(owner)} · ${labelText(label)} · \`${shortId(tid)}\` ${why}. Outstanding since ${moment(outstandingSince)}; ends by itself ${moment(expiresAt)}.`
}

function ofClaim({ requester, label, claim, state, lifetime }: Request): string {
  const startedAt = claim?.startedAt ?? 0
  const next =
    state === 'cancelled'
      ? `They cancelled it; whatever is left ends by itself ${moment(startedAt + lifetime)}.`
      : 'Their next *Show token* settles it.'
  return `${mention(requester)} · ${labelText(label)} may be half-made: collecting it began ${moment(startedAt)} and did not end well. ${next}`
}
