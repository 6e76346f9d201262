// The requester's card: one message that shows a request from pending to claimed.
import type { Button, KnownBlock } from '@slack/types'
import type { SignedInAs } from '../../../core/messenger.ts'
import { type Request, waitingSince } from '../../../core/requests/request.ts'
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import { counted, durationText } from '../../../core/time/duration.ts'
import type { Token } from '../../../core/tokens/token.ts'
import { english } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { allOf, comments, progress, reasonBlock, stillAsked, whoDecides } from '../approval-text.ts'
import { actions, anyOf, blocksIf, button, header, hint, inlineText, labelText, moment, section } from '../block-kit.ts'
import { requesterTitles } from '../card-titles.ts'
import { aboutSignInLink, signedInText, signInButton } from '../sign-in-text.ts'
import { type RotationContext, replacementText } from '../tokens/rotation.ts'
import { policyChangeLine } from './policy-change-text.ts'
import { claimedContent, decisionText } from './request-card-claimed.ts'

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
  /** Milliseconds since epoch. */
  now?: number
}

export function requestCard(request: Request, context: RequestCardContext = {}): Message {
  // A denial concerns the lifetime that was asked for, even if an approver had shortened it before.
  const lifetime = request.state === 'denied' ? request.asked : request.lifetime
  const what = `${labelText(request.label)} for ${durationText(lifetime)}`
  const { title, blocks } = content(request, what, context)
  return { text: `${title}: ${inlineText(request.label)}`, blocks: [header(title), ...blocks] }
}

function content(
  request: Request,
  what: string,
  { token, signIn, askedToo = [], old, policy, now }: RequestCardContext,
): { title: string; blocks: KnownBlock[] } {
  const { id } = request
  switch (request.state) {
    case 'pending':
      return {
        title: requesterTitles.waiting,
        blocks: [
          section(waiting(request, what, askedToo)),
          ...replacement(request),
          ...blocksIf(request.reason, reasonBlock(request.reason)),
          ...comments(request),
          ...policyChange(request),
          actions(button(buttons.cancelRequest, id)),
        ],
      }
    case 'approved':
    case 'claiming':
      return {
        title: requesterTitles.approved,
        blocks: [
          section(`${what}, counted from the moment you collect it.\n${decisionText(request)}${collectBy(request)}`),
          ...replacement(request),
          ...comments(request),
          ...policyChange(request),
          ...blocksIf(request.returns > 0, section('You said that you did not get the last one. It is revoked.')),
          ...collecting(id, signIn, [button(buttons.cancelRequest, id)]),
        ],
      }
    case 'denied':
      return {
        title: requesterTitles.denied,
        blocks: [
          section(`${what}\n${decisionText(request)}`),
          ...comments(request),
          ...policyChange(request),
          ...replacement(request),
          actions(button(buttons.requestAgain, id)),
        ],
      }
    case 'cancelled':
      return {
        title: requesterTitles.cancelled,
        blocks: [
          section(`${what}\nYou cancelled it.${noTokenText(request)}`),
          ...replacement(request),
          actions(button(buttons.requestAgain, id)),
        ],
      }
    case 'lapsed':
      return {
        title: requesterTitles.lapsed,
        blocks: [
          section(`${what}\n${lapsedText(request)}${noTokenText(request)}`),
          ...replacement(request),
          actions(button(buttons.requestAgain, id)),
        ],
      }
    case 'unsure': {
      const cancel = button(buttons.cancelRequest, id)
      return {
        title: requesterTitles.unsure,
        blocks: [
          section(
            `${what}\nI could not finish, and am not sure whether a half-made token is left at Dremio. If you see one, do not use it. Press *Show token*: I remove what was left, and make a new one.`,
          ),
          ...(signIn ? collecting(id, signIn, [cancel]) : [actions(button(buttons.showToken, id, 'primary'), cancel)]),
        ],
      }
    }
    case 'claimed':
      return claimedContent(request, what, { token, old, policy, now })
  }
}

function replacement(request: Request): KnownBlock[] {
  return blocksIf(request.replaces, section(replacementText(english, request)))
}

function policyChange(request: Request): KnownBlock[] {
  const line = policyChangeLine(request)
  return blocksIf(line, hint(line))
}

/** How to collect the token: at once, by signing in first, or after having signed in. */
function collecting(id: string, signIn: RequestCardContext['signIn'], others: Button[]): KnownBlock[] {
  if (signIn && 'url' in signIn) {
    return [
      section(
        `*Sign in to Dremio first:* nobody but you can have a token made in your name. ${aboutSignInLink(english, signIn)} *Show token* gives you a new one.`,
      ),
      actions(signInButton(signIn), button(buttons.showToken, id), ...others),
    ]
  }
  return [
    ...blocksIf(signIn, section(signIn ? signedInText(english, signIn).shown : '')),
    section(
      'First open the tool that needs the token, then press *Show token*: it is made at that moment and shown once, only to you.',
    ),
    actions(button(buttons.showToken, id, 'primary'), ...others),
  ]
}

/**
 * Who decides, who has decided, which alarms have run, and which will. It shows dates and no relative times, because
 * the card is not updated when time passes.
 */
function waiting(request: Request, what: string, askedToo: string[]): string {
  const { approvals, asked, lifetime, escalatedAt, nudges, lapsesAt } = request
  const left = stillAsked(request)
  return [
    `${what}${shortened(asked, lifetime)}`,
    approvals.length === 0
      ? `${whoDecides(left, request, { one: 'will review it', several: 'have to approve it' })}. You will hear the decision here.`
      : `${progress(request)} ${anyOf(left)} can give it. You will hear the decision here.`,
    ...(escalatedAt !== undefined && escalatedAt > waitingSince(request) && askedToo.length > 0
      ? [`I also asked ${allOf(askedToo)} ${moment(escalatedAt)}, since it was not decided by then.`]
      : []),
    ...(nudges > 0 ? [`I have reminded them ${nudges === 1 ? 'once' : counted(nudges, 'time')}.`] : []),
    ...(lapsesAt === undefined ? [] : [`It lapses ${moment(lapsesAt)}, unless it is decided before.`]),
  ].join('\n')
}

function shortened(asked: number, lifetime: number): string {
  return lifetime < asked ? ` (you asked for ${durationText(asked)})` : ''
}

function collectBy({ lapsesAt }: Request): string {
  return lapsesAt === undefined ? '' : `\nCollect it by ${moment(lapsesAt)}, or it lapses.`
}

/** A request lapses in two ways, with different remedies: other approvers, or a quicker requester. */
export function lapsedText({ review, lapsesAt }: Request): string {
  const by = lapsesAt === undefined ? 'in time' : `by ${moment(lapsesAt)}`
  return review ? `It was approved, but you did not collect it ${by}.` : `It was not decided ${by}.`
}

/** Tokens may have been created and returned, because they did not arrive. */
export function noTokenText({ returns, claim }: Request): string {
  if (claim?.orphanPossible) return ' A half-made token may be left at Dremio: if you see one, do not use it.'
  return returns > 0 ? '' : ' No token was made.'
}
