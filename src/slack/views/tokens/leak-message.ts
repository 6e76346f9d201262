// Tells the reporter of a leaked token, or its owner, what happened to it, and what to do next.
import type { Leak } from '../../../core/tokens/leak.ts'
import { isAlive, type Token, type TokenSummary } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, labelText, mention, moment, section } from '../block-kit.ts'

/** `reader` is the Slack id of the recipient. */
export function leakMessage(words: Words, { token, owner, by }: Leak, reader: string, now: number): Message {
  const worked = token.state === 'active' || token.state === 'retiring'
  const isMine = reader === owner
  const text =
    isMine && by !== owner
      ? words.leaks.revokedBy({ label: labelText(token.label), by: mention(by) })
      : reporterText(words.leaks, token, isMine ? undefined : mention(owner), now)
  return {
    text,
    blocks: [
      section(text),
      ...blocksIf(worked, hint(isMine ? words.leaks.cleanUp : words.leaks.cleanUpAsAdmin)),
      ...blocksIf(
        isMine,
        actions(button(words, buttons.newToken, 'new', 'primary'), button(words, buttons.myTokens, 'mine')),
      ),
    ],
  }
}

/**
 * For the owner of a token that other people reported. Only its id was read, and anybody who knows the id can make up
 * such a value, so the text says who says it, and not that it is so.
 */
export function leakReportMessage(
  words: Words,
  { tid, label, leakReporters = [], ...token }: Token,
  now: number,
): Message {
  const report = { label: labelText(label), by: leakReporters.map(mention) }
  if (!isAlive({ tid, label, ...token }, now)) {
    const text = words.leaks.reportedNoLongerWorks(report)
    return { text, blocks: [section(text)] }
  }
  const text = words.leaks.reported(report)
  return {
    text,
    blocks: [
      section(`${text} ${words.leaks.ifInDoubt}`),
      actions(button(words, buttons.revokeToken, tid, 'danger'), button(words, buttons.newToken, 'new')),
    ],
  }
}

function reporterText(words: Words['leaks'], token: TokenSummary, owner: string | undefined, now: number): string {
  const { state, expiresAt } = token
  const leaked = { label: labelText(token.label), owner }
  if (state === 'revoked') return words.alreadyRevoked(leaked)
  if (state === 'expired') return words.expired({ ...leaked, left: expiresAt - now, when: moment(expiresAt) })
  return words.revoked(leaked)
}
