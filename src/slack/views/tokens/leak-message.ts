// Tells the reporter of a leaked token, or its owner, what happened to it, and what to do next.
import { distanceText } from '../../../core/time/duration.ts'
import type { Leak } from '../../../core/tokens/leak.ts'
import { isAlive, type Token, type TokenSummary } from '../../../core/tokens/token.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { allOf } from '../approval-text.ts'
import { actions, blocksIf, button, hint, labelText, mention, moment, section } from '../block-kit.ts'

/** `reader` is the Slack id of the recipient. */
export function leakMessage({ token, owner, by }: Leak, reader: string, now: number): Message {
  const worked = token.state === 'active' || token.state === 'retiring'
  const isMine = reader === owner
  const text = isMine && by !== owner ? revokedText(token, by) : reporterText(token, isMine ? undefined : owner, now)
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(worked, hint(afterwards(isMine))),
      ...blocksIf(isMine, actions(button(buttons.newToken, 'new', 'primary'), button(buttons.myTokens, 'mine'))),
    ],
  }
}

/**
 * For the owner of a token that other people reported. Only its id was read, and anybody who knows the id can make up
 * such a value, so the text says who says it, and not that it is so.
 */
export function leakReportMessage({ tid, label, leakReporters = [], ...token }: Token, now: number): Message {
  const say = leakReporters.length === 1 ? 'says' : 'say'
  const text = `${allOf(leakReporters)} ${say} that your token ${labelText(label)} has leaked.`
  if (!isAlive({ tid, label, ...token }, now)) return { text, blocks: [section(`${text} It doesn’t work any more.`)] }
  return {
    text,
    blocks: [
      section(`${text} I can’t check that. Anyone who has its value can act as you, so if in doubt, revoke it.`),
      actions(button(buttons.revokeToken, tid, 'danger'), button(buttons.newToken, 'new')),
    ],
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

function revokedText({ label }: TokenSummary, by: string): string {
  return `${mention(by)}, a bot admin, says that your token ${labelText(label)} has leaked, and revoked it. Anything that used it has lost access.`
}

function afterwards(isMine: boolean): string {
  const look = isMine ? 'ask an administrator to look' : 'look'
  return `Take it out of wherever it stands. If somebody may have used it, ${look} at what it did in Dremio (Jobs).`
}
