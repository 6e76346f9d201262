// For administrators: the tokens and claims that should have been ended or settled, and what can be done about them.

import type { KnownBlock } from '@slack/types'
import type { LeaversToken, Outstanding } from '../../../core/outstanding.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Token } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { blocksIf, button, hint, labelText, mention, moment, section } from '../block-kit.ts'
import { about, row, subjects } from '../rows.ts'

// One block for each; a message may have fifty: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 40

export function outstandingMessage(words: Words, outstanding: Outstanding): Message {
  const rows = outstandingRows(words, outstanding)
  if (rows.length === 0) return { text: words.outstanding.none }
  const text = words.outstanding.title({ amount: rows.length })
  return {
    text,
    blocks: [
      section(text),
      ...rows.slice(0, MOST_SHOWN),
      ...blocksIf(rows.length > MOST_SHOWN, hint(words.outstanding.more({ amount: rows.length - MOST_SHOWN }))),
      hint(outstanding.canRevoke ? words.outstanding.ownersAsked : words.outstanding.onlyOwners),
    ],
  }
}

/** One row for each token and claim, with a button to its story. */
export function outstandingRows(words: Words, { tokens, claims, leaversTokens, leavers }: Outstanding): KnownBlock[] {
  const { outstanding } = words
  const lines = [
    ...tokens.map((token) => [ofToken(outstanding, token, leavers.has(token.owner)), token.label, token.tid] as const),
    ...claims.map(
      (claim) => [ofClaim(outstanding, claim, leavers.has(claim.requester)), claim.label, claim.id] as const,
    ),
    ...leaversTokens.map((token) => [ofLeaver(outstanding, token), token.label, token.tid] as const),
  ]
  const names = subjects(lines.map(([, label]) => label))
  return lines.map(([line, , id], index) =>
    row(line, about(words, names[index] ?? '', button(words, buttons.story, id))),
  )
}

function ofToken(words: Words['outstanding'], token: Token, hasLeft: boolean): string {
  const { owner, label, tid, expiresAt, endedFor, ended, outstandingSince = ended?.at ?? 0 } = token
  return words.token({
    owner: mention(owner),
    label: labelText(label),
    id: shortId(tid),
    replaced: endedFor === 'cut',
    ...(ended && { endedBy: mention(ended.by) }),
    hasLeft,
    since: moment(outstandingSince),
    expires: moment(expiresAt),
  })
}

function ofLeaver(words: Words['outstanding'], { tid, label, expiresAt, departure }: LeaversToken): string {
  return words.leaversToken({
    owner: mention(departure.person),
    label: labelText(label),
    id: shortId(tid),
    because: departure.because,
    noticed: moment(departure.at),
    expires: moment(expiresAt),
  })
}

function ofClaim(words: Words['outstanding'], request: Request, hasLeft: boolean): string {
  const { requester, label, claim, state, lifetime } = request
  const startedAt = claim?.startedAt ?? 0
  return words.creation({
    owner: mention(requester),
    label: labelText(label),
    started: moment(startedAt),
    over: hasLeft ? 'left' : state === 'cancelled' ? 'cancelled' : undefined,
    expires: moment(startedAt + lifetime),
  })
}
