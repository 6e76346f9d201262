// Notices to a requester, beside their card, of what time has done with their request or its token.
import type { MessageKey } from '../../../core/message-locations.ts'
import type { RequestContext } from '../../../core/messenger.ts'
import { type NoticeKey, type RequestNotice, requestNotices } from '../../../core/requests/notice-kinds.ts'
import { mayHaveLeftToken, type Request } from '../../../core/requests/request.ts'
import { receiptSchedule } from '../../../core/tokens/receipt-schedule.ts'
import { isAlive } from '../../../core/tokens/token.ts'
import { english } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { allOf } from '../approval-text.ts'
import { actions, button, labelText, moment, section } from '../block-kit.ts'
import { askedInTheEnd } from '../reviewer-role-text.ts'
import { oldTokenButtons, oldTokenText } from '../tokens/rotation.ts'
import { policyChangeNotice } from './policy-change-text.ts'
import { lapsedText, noTokenText } from './request-card.ts'
import { receiptButtons } from './request-card-claimed.ts'

export function isNotice(key: MessageKey): key is NoticeKey {
  return (requestNotices as readonly string[]).includes(key.kind)
}

/** Undefined if there is nothing to tell. */
export function requestNoticeMessage(
  request: Request,
  notice: RequestNotice,
  context: RequestContext,
): Message | undefined {
  const { id, label, lapsesAt, review } = request
  const { token, old, fallback, policy, now } = context
  const name = labelText(label)
  switch (notice) {
    case 'escalated': {
      const askedToo = askedInTheEnd(request, fallback)
      if (askedToo.length === 0) return undefined
      const text = `Your request ${name} is not decided yet, so I asked ${allOf(askedToo)} too.`
      const lapses = lapsesAt === undefined ? '' : ` It lapses ${moment(lapsesAt)}, unless it is decided before.`
      return { text, blocks: [section(text + lapses)] }
    }
    case 'policy changed': {
      const text = policyChangeNotice(request)
      if (text === undefined) return undefined
      if (request.state === 'denied') return messageOf(text, button(buttons.requestAgain, id))
      return request.state === 'approved' ? messageOf(text, button(buttons.showToken, id, 'primary')) : messageOf(text)
    }
    case 'lapsed': {
      const why = review ? 'it was approved, but not collected in time' : 'it was not decided in time'
      return {
        text: `Your request ${name} has lapsed: ${why}.`,
        blocks: [
          section(`Your request ${name} has lapsed. ${lapsedText(request)}${noTokenText(request)}`),
          actions(button(buttons.requestAgain, id)),
        ],
      }
    }
    case 'interrupted': {
      const text = interruptedText(request)
      if (request.state !== 'approved') return messageOf(text)
      return messageOf(`${text} Press *Show token* for one that does.`, button(buttons.showToken, id, 'primary'))
    }
    case 'receipt reminder': {
      const steps = token && receiptSchedule(token, policy, now)
      if (!token || !steps) return undefined
      const text = `Did your token ${name} arrive? It was shown to you ${moment(token.shownAt ?? token.createdAt)}.`
      return messageOf(
        `${text} If you do not say so, I revoke it ${moment(steps.endAt)}: a token that nobody has is a risk.`,
        ...receiptButtons(token.tid),
      )
    }
    case 'revoked': {
      const which = request.replaces ? `the new ${name}` : name
      const text = `I revoked ${which}, because you never said that you have it. Whatever used it is locked out now.`
      const rest = token && request.replaces ? ` ${oldTokenText(english, { ...context, token })}` : ''
      return messageOf(text + rest, button(buttons.requestAgain, id))
    }
    case 'owner must revoke': {
      if (!token || !isAlive(token, now)) return undefined
      const only = 'It should be revoked by now, but I cannot do that without you'
      return token.delivery === 'undelivered'
        ? messageOf(
            `You said that you did not get ${name}. ${only}: press *I did not get it* once more.`,
            button(buttons.reportMissing, token.tid),
          )
        : messageOf(
            `You never said that you have ${name}. ${only}. Do you have it? If not, press *Revoke*.`,
            button(buttons.confirmReceipt, token.tid),
            button(buttons.revokeToken, token.tid),
          )
    }
    case 'old token revoked':
      return messageOf(
        `The old ${name} is revoked: its time beside the new one is over. The new one works until ${moment(token?.expiresAt ?? now)}.`,
      )
    case 'owner must revoke old token': {
      if (!token || !old || !isAlive(old, now)) return undefined
      const text = `The old ${name} should be revoked by now: its time beside the new one is over. I cannot do that without you.`
      return messageOf(text, ...oldTokenButtons({ ...context, token }))
    }
  }
}

/** The notice when nothing is left to press in it; undefined while something is, or where it never had buttons. */
export function settledNoticeMessage(request: Request, key: NoticeKey, context: RequestContext): Message | undefined {
  switch (key.kind) {
    case 'interrupted': {
      const isOver = isOfEarlierClaim(request, key) || request.state !== 'approved'
      return isOver ? messageOf(interruptedText(request)) : undefined
    }
    case 'receipt reminder':
    case 'owner must revoke':
      return settledReceiptMessage(request, key, context)
    case 'owner must revoke old token':
      return settledOldTokenMessage(request, key, context)
    case 'policy changed':
      return settledPolicyChange(request, key)
    // These have no buttons, or one that starts something new.
    case 'escalated':
    case 'lapsed':
    case 'revoked':
    case 'old token revoked':
      return undefined
  }
}

/** The button to collect the token goes when that is not possible any more, or not as the notice says. */
function settledPolicyChange(request: Request, { at }: NoticeKey): Message | undefined {
  if (request.policyChange?.at !== at) {
    return messageOf(`More has changed since for ${labelText(request.label)}. Your card says how it stands.`)
  }
  const text = policyChangeNotice(request)
  const isOpen = request.state === 'approved' || request.state === 'denied' || request.state === 'pending'
  return text === undefined || isOpen ? undefined : messageOf(text)
}

function isOfEarlierClaim({ claim }: Request, { attempt }: NoticeKey): boolean {
  return attempt !== claim?.attempt
}

function interruptedText({ label }: Request): string {
  return `I was interrupted while I made ${labelText(label)} for you. If you see a token from then, it does not work.`
}

function settledReceiptMessage(request: Request, key: NoticeKey, { token, now }: RequestContext): Message | undefined {
  const name = labelText(request.label)
  const which = request.replaces ? `the new ${name}` : name
  const isPast = isOfEarlierClaim(request, key)
  // While the claim is uncertain it is not known which token the notice is about.
  if (!isPast && mayHaveLeftToken(request)) return undefined
  const neverCame = `You said that you did not get ${which}. It is revoked.`
  const isRevoked = `${request.replaces ? 'The new' : 'Your token'} ${name} is revoked.`
  if (isPast || !token) return messageOf(request.returns > 0 ? neverCame : isRevoked)
  // This stays true for a token that is revoked later: the card says that, and another token may have the same label by now.
  if (token.delivery === 'confirmed') return messageOf(`You said that you saved ${which}.`)
  if (token.state === 'revoked') {
    if (token.delivery === 'undelivered') return messageOf(neverCame)
    return messageOf(
      token.endedFor === 'unconfirmed' ? `You never said that you have ${which}. It is revoked.` : isRevoked,
    )
  }
  return isAlive(token, now) ? undefined : messageOf(`${name} has expired.`)
}

function settledOldTokenMessage(
  { label }: Request,
  { at }: NoticeKey,
  { old, now }: RequestContext,
): Message | undefined {
  const name = labelText(label)
  if (!old || old.state === 'revoked') return messageOf(`The old ${name} is revoked.`)
  if (!isAlive(old, now)) return messageOf(`The old ${name} has expired.`)
  if (old.state !== 'retiring') return messageOf(`The old ${name} works on.`)
  // Its owner keeps it longer, and is asked again in a notice of its own.
  return (old.retiresAt ?? 0) === at ? undefined : messageOf(`You kept the old ${name} longer.`)
}

function messageOf(text: string, ...elements: Parameters<typeof actions>): Message {
  return { text, blocks: [section(text), ...(elements.length > 0 ? [actions(...elements)] : [])] }
}
