// The requester's card: one message that shows a request from pending to claimed.
import type { Button, KnownBlock } from '@slack/types'
import type { SignedInAs } from '../../../core/messenger.ts'
import { type Request, waitingSince } from '../../../core/requests/request.ts'
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { Token } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { comments, decision, reasonBlock } from '../approval-text.ts'
import {
  actions,
  blocksIf,
  button,
  header,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  section,
} from '../block-kit.ts'
import { signedInText, signInButton } from '../sign-in-text.ts'
import { type RotationContext, replacementText } from '../tokens/rotation.ts'
import { withoutRequestAgain } from './asked-again.ts'
import { policyChangeLine, whoIsAsked } from './policy-change-text.ts'
import { claimedContent } from './request-card-claimed.ts'

export interface RequestCardContext {
  /** The token that was created for the request, if any. */
  token?: Token | undefined
  /** A link to sign in with, or the Dremio user who has just signed in. */
  signIn?: SignInOffer | SignedInAs | undefined
  /** Slack ids of the approvers who were asked as well, because the request was not decided. */
  askedToo?: string[]
  /** The token that the request replaces. */
  old?: Token | undefined
  policy?: RotationContext['policy']
  isAskedAgain?: boolean
  onlyOwnerRevokes?: boolean
  /** Milliseconds since epoch. */
  now?: number
}

interface Content {
  title: string
  blocks: KnownBlock[]
}

export function requestCard(words: Words, request: Request, context: RequestCardContext = {}): Message {
  const { title, blocks } = content(words, request, context)
  const label = inlineText(request.label)
  const pressable = context.isAskedAgain ? withoutRequestAgain(blocks) : blocks
  return { text: words.requests.notification({ label, title }), blocks: [header(title), ...pressable] }
}

function content(words: Words, request: Request, context: RequestCardContext): Content {
  const { titles, lastOneRevoked, youCancelled, adminCancelled } = words.requests
  const { id, cancelledBy } = request
  const cancelled = cancelledBy === undefined ? youCancelled : adminCancelled({ by: mention(cancelledBy) })
  const again = actions(button(words, buttons.requestAgain, id))
  const cancel = button(words, buttons.cancelRequest, id)
  switch (request.state) {
    case 'pending':
      return {
        title: titles.waiting,
        blocks: [
          section(waiting(words, request, context.askedToo ?? [])),
          ...replacement(words, request),
          ...blocksIf(request.reason, reasonBlock(words, request.reason)),
          ...comments(words, request, { mine: true }),
          ...policyChange(words, request),
          actions(cancel),
        ],
      }
    case 'approved':
    case 'claiming':
      return {
        title: titles.approved,
        blocks: [
          section(approved(words, request)),
          ...replacement(words, request),
          ...comments(words, request, { mine: true }),
          ...policyChange(words, request),
          ...blocksIf(request.returns > 0, section(lastOneRevoked)),
          ...collecting(words, id, context.signIn, [cancel]),
        ],
      }
    case 'denied':
      return {
        title: titles.denied,
        blocks: [
          section(`${what(words, request)}\n${decision(words, request)}`),
          ...comments(words, request, { mine: true }),
          ...policyChange(words, request),
          ...replacement(words, request),
          again,
        ],
      }
    case 'cancelled':
      return {
        title: titles.cancelled,
        blocks: [
          section(`${what(words, request)}\n${cancelled}${unfinishedText(words, request)}`),
          ...replacement(words, request),
          again,
        ],
      }
    case 'lapsed':
      return {
        title: titles.lapsed,
        blocks: [
          section(`${what(words, request)}\n${lapsed(words, request)}${unfinishedText(words, request)}`),
          ...replacement(words, request),
          again,
        ],
      }
    case 'unsure': {
      const { signIn } = context
      return {
        title: titles.unsure,
        blocks: [
          section(words.requests.unsure({ label: labelText(request.label) })),
          ...(signIn
            ? collecting(words, id, signIn, [cancel])
            : [actions(button(words, buttons.showToken, id, 'primary'), cancel)]),
        ],
      }
    }
    case 'claimed': {
      const { token, old, policy, onlyOwnerRevokes, now } = context
      return claimedContent(words, request, { token, old, policy, onlyOwnerRevokes, now })
    }
  }
}

/** A denial concerns the lifetime that was asked for, even if an approver had shortened it before. */
function what({ requests }: Words, { state, label, asked, lifetime }: Request): string {
  const isShorter = state === 'pending' && lifetime < asked
  return requests.what({
    label: labelText(label),
    lifetime: state === 'denied' ? asked : lifetime,
    asked: isShorter ? asked : undefined,
  })
}

function replacement(words: Words, request: Request): KnownBlock[] {
  return blocksIf(request.replaces, section(replacementText(words, request)))
}

function policyChange(words: Words, request: Request): KnownBlock[] {
  const line = policyChangeLine(words, request)
  return blocksIf(line, hint(line))
}

/** How to get the token: at once, by signing in first, or after having signed in. */
function collecting(words: Words, id: string, signIn: RequestCardContext['signIn'], others: Button[]): KnownBlock[] {
  const { requests } = words
  if (signIn && 'url' in signIn) {
    return [
      section(requests.signInFirst({ until: moment(signIn.until) })),
      actions(signInButton(words, signIn), button(words, buttons.showToken, id), ...others),
    ]
  }
  return [
    ...(signIn ? [section(signedInText(words, signIn).shown)] : []),
    section(requests.howToGetIt),
    actions(button(words, buttons.showToken, id, 'primary'), ...others),
  ]
}

/**
 * Who decides, who has decided, which alarms have run, and which will. It shows dates and no relative times, because
 * the card is not updated when time passes.
 */
function waiting(words: Words, request: Request, askedToo: string[]): string {
  const { requests } = words
  const { escalatedAt, nudges, lapsesAt } = request
  const wasEscalated = escalatedAt !== undefined && escalatedAt > waitingSince(request) && askedToo.length > 0
  return [
    what(words, request),
    `${whoIsAsked(words, request)} ${requests.willMessageYou}`,
    ...(wasEscalated ? [requests.askedToo({ people: askedToo.map(mention), when: moment(escalatedAt) })] : []),
    ...(nudges > 0 ? [requests.reminded({ times: nudges })] : []),
    ...(lapsesAt === undefined ? [] : [requests.lapsesUnlessDecided({ when: moment(lapsesAt) })]),
  ].join('\n')
}

function approved(words: Words, request: Request): string {
  const { requests } = words
  const { lifetime, lapsesAt } = request
  return [
    requests.fromWhenYouGetIt({ label: labelText(request.label), lifetime }),
    decision(words, request),
    ...(lapsesAt === undefined ? [] : [requests.getItBy({ when: moment(lapsesAt) })]),
  ].join('\n')
}

/** A request lapses in two ways, with different remedies: other approvers, or a quicker requester. */
function lapsed({ requests }: Words, { review, lapsesAt }: Request): string {
  const when = lapsesAt === undefined ? undefined : moment(lapsesAt)
  return requests.lapsed({ isApproved: review !== undefined, when })
}

/** Begins with a space; empty unless a claim may have left a token. */
export function unfinishedText({ requests }: Words, { claim }: Request): string {
  return claim?.orphanPossible ? ` ${requests.unfinishedToken}` : ''
}
