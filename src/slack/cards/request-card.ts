// The requester's card: one message that follows a request from pending to claimed.
import type { Button as ButtonElement, KnownBlock } from '@slack/types'
import { isBotError } from '../../core/errors.ts'
import { counted, lifetimeInWords } from '../../core/lifetime.ts'
import type { SignedInAs } from '../../core/messenger.ts'
import type { Request } from '../../core/request.ts'
import type { SignInOffer } from '../../core/sign-in.ts'
import type { Token } from '../../core/token.ts'
import type { Asked, Button, Message } from '../surface.ts'
import { allOf, comments, decision, progress, stillAsked, whoDecides } from './approvals.ts'
import { didItArrive, showToken } from './claiming.ts'
import { howToConnect } from './connect-help.ts'
import { openRequestFormAfter } from './request-form.ts'
import { inPlaceOf, ofTheOldOne, oldOnesButtons, type Rotation } from './rotation.ts'
import { aboutTheLink, signInLink } from './sign-in-link.ts'
import { signedIn } from './signed-in.ts'
import { actions, anyOf, button, header, hint, moment, named, quoted, said, section, when } from './text.ts'
import { myTokens } from './token-list.ts'

export const cancelRequest: Button = {
  id: 'request-card.cancel',
  async press({ operations, actor, value }) {
    await operations.cancelRequest(actor, value)
  },
}

export const requestAgain: Button = {
  id: 'request-card.again',
  async press(clicked) {
    await openRequestFormAfter(clicked, async () => {
      const request = await clicked.operations.showRequest(clicked.actor, clicked.value)
      const { label, asked, reason } = request
      return { label, lifetime: asked, reason, ...(await stillToReplace(clicked, request)) }
    })
  },
}

/** The token in whose place it was asked for, if that one still works. */
async function stillToReplace({ operations, actor }: Asked, { rotates }: Request): Promise<{ rotates?: string }> {
  if (!rotates) return {}
  try {
    await operations.openRotation(actor, rotates.tid)
    return { rotates: rotates.tid }
  } catch (error) {
    if (isBotError(error, 'token_moved_on', 'no_such_token')) return {}
    throw error
  }
}

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
  const what = `${named(request.label)} for ${lifetimeInWords(lifetime)}`
  const { title, blocks } = content(request, what, around)
  return { text: `${title}: ${said(request.label)}`, blocks: [header(title), ...blocks] }
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
          ...when(request.reason, quoted(`Reason: ${request.reason}`)),
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
    case 'claimed': {
      const rotation = token && request.rotates && policy && now !== undefined ? { token, old, policy, now } : undefined
      if (token?.state === 'revoked') return revoked(request, token, rotation)
      return {
        title: 'You have your token',
        blocks: [
          section(
            // No distance such as "in 7 days": the card stays, and would be wrong tomorrow.
            `${what}${token ? `, until ${moment(token.expiresAt)}` : ''}.\n${decided(request)}`,
          ),
          ...comments(request),
          ...when(rotation, section(rotation ? ofTheOldOne(rotation) : '')),
          hint(receipt(token)),
          actions(
            ...(token && token.delivery !== 'confirmed' ? didItArrive(token.tid) : []),
            ...(rotation ? oldOnesButtons(rotation) : []),
            ...(token ? [button(howToConnect, 'How do I connect?', token.tid)] : []),
            button(myTokens, 'My tokens', 'mine'),
          ),
        ],
      }
    }
  }
}

function inPlace(request: Request): KnownBlock[] {
  return when(request.rotates, section(inPlaceOf(request)))
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
    ...when(signIn, section(signIn ? signedIn(signIn).shown : '')),
    section(
      'First open the tool that needs the token, then press *Show token*: it is made at that moment and shown once, only to you.',
    ),
    actions(button(showToken, 'Show token', id, 'primary'), ...others),
  ]
}

function revoked(
  { id, label }: Request,
  { endedFor, delivery }: Token,
  rotation: Rotation | undefined,
): { title: string; blocks: KnownBlock[] } {
  // Whoever said that it never came need not be told what they said.
  const why = endedFor === 'unconfirmed' && delivery === 'shown' ? ' You never said that you have it.' : ''
  return {
    title: 'Your token is revoked',
    blocks: [
      section(`${named(label)} does not work any more.${why}`),
      ...when(rotation, section(rotation ? ofTheOldOne(rotation) : '')),
      actions(button(requestAgain, 'Request again', id), button(myTokens, 'My tokens', 'mine')),
    ],
  }
}

function receipt(token: Token | undefined): string {
  if (token?.delivery === 'confirmed') return 'You said that you saved it. Nobody can show it again, not even Dremio.'
  return 'It was shown to you once. Nobody can show it again, not even Dremio. If you did not get it, say so: I revoke it, and you can collect another.'
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
export function noToken({ returns }: Request): string {
  return returns > 0 ? '' : ' No token was made.'
}

/** `Approved by @Bea.`, and what the reviewers changed. */
function decided(request: Request): string {
  const { asked, lifetime, review } = request
  const less = lifetime < asked && review?.verdict === 'approved' ? ` You asked for ${lifetimeInWords(asked)}.` : ''
  return decision(request) + less
}
