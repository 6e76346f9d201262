// Tells the person who reported a leaked token, or its owner, what happened to it, and what to do next.
import type { KnownBlock } from '@slack/types'
import { distanceText } from '../../../core/time/duration.ts'
import type { Leak } from '../../../core/tokens/leak.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, labelText, mention, moment, section } from '../block-kit.ts'

/** `reader` is the Slack id of the recipient. */
export function leakMessage(leak: Leak, reader: string, now: number): Message {
  const { token, owner, by, ended } = leak
  const isMine = reader === owner
  const worked = token.state === 'active' || token.state === 'retiring'
  const text = isMine && by !== owner ? ownerText(leak) : reporterText(token, isMine ? undefined : owner, now)
  return {
    text,
    blocks: [section(text), ...blocksIf(ended && worked, hint(afterwards(isMine))), ...blocksIf(isMine, nextFor(leak))],
  }
}

function reporterText({ label, state, expiresAt }: TokenSummary, of: string | undefined, now: number): string {
  const which = `${of === undefined ? 'Your' : `${mention(of)}’s`} token ${labelText(label)}`
  if (state === 'revoked') return `${which} is revoked already: it does not work any more.`
  if (state === 'expired')
    return `${which} expired ${distanceText(now, expiresAt)} (${moment(expiresAt)}): it does not work any more.`
  const told = of === undefined ? '' : ' They have been told.'
  return `${which} is revoked. Whoever has it cannot use it any more, and whatever used it is locked out now.${told}`
}

function ownerText({ token, by, ended }: Leak): string {
  const which = `Your token ${labelText(token.label)}`
  if (ended) {
    return `${which} got out, and is revoked by ${mention(by)}, an administrator. Whatever used it is locked out now.`
  }
  return `${which} got out: ${mention(by)} has its value, and reported it to me. Whoever else has it can do whatever you can. Revoke it now.`
}

function afterwards(isMine: boolean): string {
  const look = isMine ? 'ask an administrator to look' : 'look'
  return `Take it out of wherever it stands. If somebody may have used it, ${look} at what it did in Dremio (Jobs).`
}

function nextFor({ token: { tid }, ended }: Leak): KnownBlock {
  if (ended) return actions(button(buttons.newToken, 'new', 'primary'), button(buttons.myTokens, 'mine'))
  return actions(button(buttons.revokeToken, tid, 'danger'), button(buttons.newToken, 'new'))
}
