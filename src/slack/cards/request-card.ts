// The requester's card: one message that follows a request from pending to claimed.
import type { KnownBlock } from '@slack/types'
import { lifetimeInWords } from '../../core/lifetime.ts'
import type { Request } from '../../core/request.ts'
import type { Token } from '../../core/token.ts'
import type { Button, Message } from '../surface.ts'
import { openRequestForm } from './request-form.ts'
import { actions, anyOf, button, header, hint, mention, named, quoted, said, section, until, when } from './text.ts'
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
    const { label, asked, reason } = await clicked.operations.showRequest(clicked.actor, clicked.value)
    await openRequestForm(clicked, { label, lifetime: asked, reason })
  },
}

/** `token` is the one that was made for the request, if any. */
export function requestCard(request: Request, now: number, token?: Token): Message {
  const what = `${named(request.label)} for ${lifetimeInWords(request.lifetime)}`
  const { title, blocks } = content(request, now, what, token)
  return { text: `${title}: ${said(request.label)}`, blocks: [header(title), ...blocks] }
}

function content(
  request: Request,
  now: number,
  what: string,
  token: Token | undefined,
): { title: string; blocks: KnownBlock[] } {
  const { id } = request
  switch (request.state) {
    case 'pending':
      return {
        title: 'Your request is waiting',
        blocks: [
          section(
            `${what}\nI asked ${anyOf(request.approvers)} to review it, and tell you here as soon as it is decided.`,
          ),
          quoted(request.reason),
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
            'Have the place ready where the token goes, then press *Show token*. It is made at that moment and shown once, only to you.',
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
          section(`${what}\nYou took it back. No token was made.`),
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
            `${what}\nDremio stopped answering half-way, so I cannot tell whether it made a token. Nobody was shown one. Press *Show token*: I look for what was left, remove it, and make a new one.`,
          ),
          actions(button(showToken, 'Show token', id, 'primary')),
        ],
      }
    case 'claimed':
      return {
        title: 'You have your token',
        blocks: [
          section(
            `${named(request.label)}${token ? ` ends ${until(now, token.expiresAt)}.` : ''}\n${decision(request, 'Approved')}`,
          ),
          ...comment(request),
          hint(receipt(token)),
          actions(button(myTokens, 'My tokens', 'mine')),
        ],
      }
  }
}

function receipt(token: Token | undefined): string {
  if (token?.delivery === 'confirmed') return 'You said that you saved it. Nobody can show it again, not even Dremio.'
  return 'It was shown to you once. Nobody can show it again, not even Dremio.'
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
