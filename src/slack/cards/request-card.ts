// The requester's card: one message that follows a request from pending to claimed.
import type { Button as ButtonElement, KnownBlock } from '@slack/types'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Request } from '../../core/requests/request.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { counted, lifetimeInWords } from '../../core/time/duration.ts'
import type { Token } from '../../core/tokens/token.ts'
import type { Message } from '../interaction.ts'
import { allOf, comments, progress, stillAsked, whoDecides } from '../views/approval-text.ts'
import {
  actions,
  anyOf,
  blocksIf,
  button,
  header,
  inlineText,
  labelText,
  moment,
  quoted,
  section,
} from '../views/block-kit.ts'
import { showToken } from './claiming.ts'
import { cancelRequest, requestAgain } from './request-buttons.ts'
import { inPlaceOf, type Rotation } from './rotation.ts'
import { aboutTheLink, signInLink } from './sign-in-link.ts'
import { signedIn } from './signed-in.ts'
import { decided, tokenContent } from './token-card.ts'

export interface Around {
  /** The token that was made for the request, if any. */
  token?: Token | undefined
  /** A link to sign in with, or as whom they have just done so. */
  signIn?: SignInOffer | SignedInAs | undefined
  /** Slack ids of those who were asked as well, because nobody had decided. */
  askedToo?: string[]
  /** The token in whose place it was asked for. */
  old?: Token | undefined
  policy?: Rotation['policy']
  /** Milliseconds since epoch. */
  now?: number
}

export function requestCard(request: Request, around: Around = {}): Message {
  // Denied is what was asked, whatever the first of several approved.
  const lifetime = request.state === 'denied' ? request.asked : request.lifetime
  const what = `${labelText(request.label)} for ${lifetimeInWords(lifetime)}`
  const { title, blocks } = content(request, what, around)
  return { text: `${title}: ${inlineText(request.label)}`, blocks: [header(title), ...blocks] }
}

function content(
  request: Request,
  what: string,
  { token, signIn, askedToo = [], old, policy, now }: Around,
): { title: string; blocks: KnownBlock[] } {
  const { id } = request
  switch (request.state) {
    case 'pending':
      return {
        title: 'Your request is waiting',
        blocks: [
          section(waiting(request, what, askedToo)),
          ...inPlace(request),
          ...blocksIf(request.reason, quoted(`Reason: ${request.reason}`)),
          ...comments(request),
          actions(button(cancelRequest, 'Cancel request', id)),
        ],
      }
    case 'approved':
    case 'claiming':
      return {
        title: 'Your request is approved',
        blocks: [
          section(`${what}, counted from the moment you collect it.\n${decided(request)}${collectBy(request)}`),
          ...inPlace(request),
          ...comments(request),
          ...blocksIf(request.returns > 0, section('You said that you did not get the last one. It is revoked.')),
          ...collecting(id, signIn, [button(cancelRequest, 'Cancel request', id)]),
        ],
      }
    case 'denied':
      return {
        title: 'Your request is denied',
        blocks: [
          section(`${what}\n${decided(request)}`),
          ...comments(request),
          ...inPlace(request),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'cancelled':
      return {
        title: 'Your request is cancelled',
        blocks: [
          section(`${what}\nYou cancelled it.${noToken(request)}`),
          ...inPlace(request),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'lapsed':
      return {
        title: 'Your request has lapsed',
        blocks: [
          section(`${what}\n${whyLapsed(request)}${noToken(request)}`),
          ...inPlace(request),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'unsure': {
      const cancel = button(cancelRequest, 'Cancel request', id)
      return {
        title: 'Your token is not certain',
        blocks: [
          section(
            `${what}\nI could not finish, and am not sure whether a half-made token is left at Dremio. If you see one, do not use it. Press *Show token*: I remove what was left, and make a new one.`,
          ),
          ...(signIn
            ? collecting(id, signIn, [cancel])
            : [actions(button(showToken, 'Show token', id, 'primary'), cancel)]),
        ],
      }
    }
    case 'claimed':
      return tokenContent(request, what, { token, old, policy, now })
  }
}

function inPlace(request: Request): KnownBlock[] {
  return blocksIf(request.rotates, section(inPlaceOf(request)))
}

/** How to collect the token: at once, by signing in first, or now that one has. */
function collecting(id: string, signIn: Around['signIn'], others: ButtonElement[]): KnownBlock[] {
  if (signIn && 'url' in signIn) {
    return [
      section(
        `*Sign in to Dremio first:* nobody but you can have a token made in your name. ${aboutTheLink(signIn)} *Show token* gives you a new one.`,
      ),
      actions(signInLink(signIn), button(showToken, 'Show token', id), ...others),
    ]
  }
  return [
    ...blocksIf(signIn, section(signIn ? signedIn(signIn).shown : '')),
    section(
      'First open the tool that needs the token, then press *Show token*: it is made at that moment and shown once, only to you.',
    ),
    actions(button(showToken, 'Show token', id, 'primary'), ...others),
  ]
}

/** Who decides, who has, what time has done, and what it will do. Moments only: nobody draws the card again to keep it true. */
function waiting(request: Request, what: string, askedToo: string[]): string {
  const { approvals, asked, lifetime, requestedAt, escalatedAt, nudges, lapsesAt } = request
  const left = stillAsked(request)
  return [
    `${what}${shortened(asked, lifetime)}`,
    approvals.length === 0
      ? `${whoDecides(left, request, { one: 'will review it', several: 'have to approve it' })}. You will hear the decision here.`
      : `${progress(request)} ${anyOf(left)} can give it. You will hear the decision here.`,
    ...(escalatedAt !== undefined && escalatedAt > requestedAt && askedToo.length > 0
      ? [`I also asked ${allOf(askedToo)} ${moment(escalatedAt)}, since it was not decided by then.`]
      : []),
    ...(nudges > 0 ? [`I have reminded them ${nudges === 1 ? 'once' : counted(nudges, 'time')}.`] : []),
    ...(lapsesAt === undefined ? [] : [`It lapses ${moment(lapsesAt)}, unless it is decided before.`]),
  ].join('\n')
}

function shortened(asked: number, lifetime: number): string {
  return lifetime < asked ? ` (you asked for ${lifetimeInWords(asked)})` : ''
}

function collectBy({ lapsesAt }: Request): string {
  return lapsesAt === undefined ? '' : `\nCollect it by ${moment(lapsesAt)}, or it lapses.`
}

/** It lapses in two ways, which call for different things: other approvers, or a quicker requester. */
export function whyLapsed({ review, lapsesAt }: Request): string {
  const by = lapsesAt === undefined ? 'in time' : `by ${moment(lapsesAt)}`
  return review ? `It was approved, but you did not collect it ${by}.` : `It was not decided ${by}.`
}

/** Some were made and went back, if they did not arrive. */
export function noToken({ returns, claim }: Request): string {
  if (claim?.leftBehind) return ' A half-made token may be left at Dremio: if you see one, do not use it.'
  return returns > 0 ? '' : ' No token was made.'
}
