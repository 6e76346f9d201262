// The requester's card: one message that follows a request from pending to claimed.
import type { KnownBlock } from '@slack/types'
import { lifetimeInWords } from '../../core/lifetime.ts'
import type { Request } from '../../core/request.ts'
import type { Token } from '../../core/token.ts'
import type { Button, Message } from '../surface.ts'
import { openRequestFormAfter } from './request-form.ts'
import { actions, anyOf, button, header, hint, mention, moment, named, quoted, said, section, when } from './text.ts'
import { myTokens } from './token-list.ts'

export const showToken: Button = {
  id: 'request-card.show-token',
  press: ({ operations, actor, value }) => operations.claimToken(actor, value),
}

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
      const { label, asked, reason } = await clicked.operations.showRequest(clicked.actor, clicked.value)
      return { label, lifetime: asked, reason }
    })
  },
}

/** As on the message with the secret, for those to whom that message never came or for whom it is gone. */
export const neverArrived: Button = {
  id: 'request-card.missing',
  press: ({ operations, actor, value }) => operations.returnToken(actor, value),
}

/** `token` is the one that was made for the request, if any. */
export function requestCard(request: Request, token?: Token): Message {
  const what = `${named(request.label)} for ${lifetimeInWords(request.lifetime)}`
  const { title, blocks } = content(request, what, token)
  return { text: `${title}: ${said(request.label)}`, blocks: [header(title), ...blocks] }
}

function content(request: Request, what: string, token: Token | undefined): { title: string; blocks: KnownBlock[] } {
  const { id } = request
  switch (request.state) {
    case 'pending':
      return {
        title: 'Your request is waiting',
        blocks: [
          section(`${what}\n${anyOf(request.approvers)} will review it. You will hear the decision here.`),
          ...when(request.reason, quoted(`Reason: ${request.reason}`)),
          actions(button(cancelRequest, 'Cancel request', id)),
        ],
      }
    case 'approved':
    case 'claiming':
      return {
        title: 'Your request is approved',
        blocks: [
          section(`${what}, counted from the moment you collect it.\n${decision(request, 'Approved')}`),
          ...comment(request),
          section(
            'First open the tool that needs the token, then press *Show token*: it is made at that moment and shown once, only to you.',
          ),
          actions(button(showToken, 'Show token', id, 'primary'), button(cancelRequest, 'Cancel request', id)),
        ],
      }
    case 'denied':
      return {
        title: 'Your request is denied',
        blocks: [
          section(`${what}\n${decision(request, 'Denied')}`),
          ...comment(request),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'cancelled':
      return {
        title: 'Your request is cancelled',
        blocks: [
          section(`${what}\nYou cancelled it. No token was made.`),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'lapsed':
      return {
        title: 'Your request has lapsed',
        blocks: [
          section(`${what}\nIt waited too long. No token was made.`),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    case 'unsure':
      return {
        title: 'Your token is not certain',
        blocks: [
          section(
            `${what}\nI could not finish, and am not sure whether a half-made token is left at Dremio. If you see one, do not use it. Press *Show token*: I remove what was left, and make a new one.`,
          ),
          actions(button(showToken, 'Show token', id, 'primary')),
        ],
      }
    case 'claimed':
      if (token?.state === 'revoked') return revoked(request)
      return {
        title: 'You have your token',
        blocks: [
          section(
            // No distance such as "in 7 days": the card stays, and would be wrong tomorrow.
            `${what}${token ? `, until ${moment(token.expiresAt)}` : ''}.\n${decision(request, 'Approved')}`,
          ),
          ...comment(request),
          hint(receipt(token)),
          actions(
            ...(token?.delivery === 'shown' ? [button(neverArrived, 'I did not get it', token.tid)] : []),
            button(myTokens, 'My tokens', 'mine'),
          ),
        ],
      }
  }
}

function revoked({ id, label }: Request): { title: string; blocks: KnownBlock[] } {
  return {
    title: 'Your token is revoked',
    blocks: [
      section(`${named(label)} does not work any more.`),
      actions(button(requestAgain, 'Request again', id), button(myTokens, 'My tokens', 'mine')),
    ],
  }
}

function receipt(token: Token | undefined): string {
  if (token?.delivery === 'confirmed') return 'You said that you saved it. Nobody can show it again, not even Dremio.'
  return 'It was shown to you once. Nobody can show it again, not even Dremio. If you did not get it, say so: I revoke it, and you can collect another.'
}

/** `Approved by @Bea`, and what the reviewer changed. */
function decision({ review, rule, asked, lifetime }: Request, deed: string): string {
  const by = review?.by ? `${deed} by ${mention(review.by)}.` : `${deed} by the rule “${rule}”.`
  const shortened = lifetime < asked ? ` You asked for ${lifetimeInWords(asked)}.` : ''
  return by + shortened
}

function comment({ review }: Request): KnownBlock[] {
  return when(review?.comment, quoted(`“${review?.comment}”`))
}
