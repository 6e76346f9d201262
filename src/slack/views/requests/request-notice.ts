// Notices to a requester, beside their card, of what time has done with their request or its token.
import type { MessageKey } from '../../../core/message-locations.ts'
import type { RequestContext } from '../../../core/messenger.ts'
import { type NoticeKey, type RequestNotice, requestNotices } from '../../../core/requests/notice-kinds.ts'
import { mayHaveLeftToken, type Request } from '../../../core/requests/request.ts'
import { receiptSchedule } from '../../../core/tokens/receipt-schedule.ts'
import { isAlive } from '../../../core/tokens/token.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, labelText, mention, moment, section } from '../block-kit.ts'
import { askedInTheEnd } from '../reviewer-role-text.ts'
import { oldTokenButtons, oldTokenText } from '../tokens/rotation.ts'
import { withoutRequestAgain } from './asked-again.ts'
import { claimReminder, decisionMessage } from './decision-message.ts'
import { policyChangeNotice } from './policy-change-text.ts'
import { unfinishedText } from './request-card.ts'
import { receiptButtons } from './request-card-claimed.ts'

export function isNotice(key: MessageKey): key is NoticeKey {
  return (requestNotices as readonly string[]).includes(key.kind)
}

/** Undefined if there is nothing to tell. */
export function requestNoticeMessage(
  words: Words,
  request: Request,
  notice: RequestNotice,
  context: RequestContext,
): Message | undefined {
  const notices = words.requestNotices
  const { id, lapsesAt, review } = request
  const { token, old, fallback, policy, now } = context
  const label = labelText(request.label)
  const when = lapsesAt === undefined ? undefined : moment(lapsesAt)
  switch (notice) {
    case 'decided':
      return decisionMessage(words, request)
    case 'claim reminder':
      return claimReminder(words, request)
    case 'escalated': {
      const askedToo = askedInTheEnd(request, fallback)
      if (askedToo.length === 0) return undefined
      return messageOf(notices.askedToo({ label, people: askedToo.map(mention), when }))
    }
    case 'policy changed': {
      const text = policyChangeNotice(words, request)
      if (text === undefined) return undefined
      if (request.state === 'denied') return messageOf(text, button(words, buttons.requestAgain, id))
      return request.state === 'approved'
        ? messageOf(text, button(words, buttons.showListedToken, id, 'primary'))
        : messageOf(text)
    }
    case 'lapsed': {
      const text = review ? notices.notFetched({ label, when }) : notices.undecided({ label, when })
      return messageOf(text + unfinishedText(words, request), button(words, buttons.requestAgain, id))
    }
    case 'interrupted':
      return request.state === 'approved'
        ? messageOf(notices.interruptedTryAgain({ label }), button(words, buttons.showListedToken, id, 'primary'))
        : messageOf(notices.interrupted({ label }))
    case 'receipt reminder': {
      const steps = token && receiptSchedule(token, policy, now)
      if (!token || !steps) return undefined
      const onlyYou = context.onlyOwnerRevokes === true
      const text = notices.didYouSaveIt({ label, when: moment(steps.endAt), onlyYou })
      return messageOf(text, ...receiptButtons(words, token.tid))
    }
    case 'revoked': {
      const text = notices.revokedUnconfirmed({ label, isNew: request.replaces !== undefined })
      const rest = token && request.replaces ? ` ${oldTokenText(words, { ...context, token })}` : ''
      return messageOf(text + rest, button(words, buttons.requestAgain, id))
    }
    case 'owner must revoke': {
      if (!token || !isAlive(token, now)) return undefined
      return token.delivery === 'undelivered'
        ? messageOf(notices.notRevokedYet({ label }), button(words, buttons.reportMissing, token.tid))
        : messageOf(
            notices.doYouHaveIt({ label }),
            button(words, buttons.confirmReceipt, token.tid),
            button(words, buttons.revokeToken, token.tid),
          )
    }
    case 'old token revoked':
      return messageOf(notices.oldRevoked({ label, when: moment(token?.expiresAt ?? now) }))
    case 'owner must revoke old token':
      if (!token || !old || !isAlive(old, now)) return undefined
      return messageOf(notices.oldIsDue({ label }), ...oldTokenButtons(words, { ...context, token }))
  }
}

/** The notice when nothing is left to press in it; undefined while something is, or where it never had buttons. */
export function settledNoticeMessage(
  words: Words,
  request: Request,
  key: NoticeKey,
  context: RequestContext,
): Message | undefined {
  if (context.isAskedAgain && offersAgain(request, key)) {
    const message = requestNoticeMessage(words, request, key.kind, context)
    return message && { ...message, blocks: withoutRequestAgain(message.blocks ?? []) }
  }
  switch (key.kind) {
    case 'decided':
      return settledDecision(words, request, key)
    case 'claim reminder': {
      const isOver = !isStillToGet(request) || request.lapsesAt !== key.at
      return isOver ? claimReminder(words, request, { isOver }) : undefined
    }
    case 'interrupted': {
      const isOver = isOfEarlierClaim(request, key) || !isStillToGet(request)
      return isOver ? messageOf(words.requestNotices.interrupted({ label: labelText(request.label) })) : undefined
    }
    case 'receipt reminder':
    case 'owner must revoke':
      return settledReceiptMessage(words, request, key, context)
    case 'owner must revoke old token':
      return settledOldTokenMessage(words, request, key, context)
    case 'policy changed':
      return settledPolicyChange(words, request, key)
    // These have no buttons, or one that starts something new.
    case 'escalated':
    case 'lapsed':
    case 'revoked':
    case 'old token revoked':
      return undefined
  }
}

/** The notices with *Request again*. */
function offersAgain(request: Request, key: NoticeKey): boolean {
  if (key.kind === 'decided' || key.kind === 'policy changed') return request.state === 'denied'
  return key.kind === 'lapsed' || (key.kind === 'revoked' && !isOfEarlierClaim(request, key))
}

/**
 * The button goes with the approval: the token was shown, or the request is cancelled, has lapsed, or is not approved any
 * more under another policy file. What was decided then is still told.
 */
function settledDecision(words: Words, request: Request, { at }: NoticeKey): Message | undefined {
  const { review, approvals, lifetime } = request
  const last = approvals.findIndex((approval) => approval.at === at)
  const approval = approvals[last]
  // A denial has no such button.
  if (!approval || (isStillToGet(request) && review?.at === at)) return undefined
  const then: Request = {
    ...request,
    approvals: approvals.slice(0, last + 1),
    lifetime: approval.lifetime ?? lifetime,
    review: { by: approval.by, verdict: 'approved', at },
  }
  return decisionMessage(words, then, { isOver: true })
}

/** While a claim is under way it is not known yet whether the token can be got by another click. */
function isStillToGet({ state }: Request): boolean {
  return state === 'approved' || state === 'claiming' || state === 'unsure'
}

/** The button to get the token goes when that is not possible any more, or not as the notice says. */
function settledPolicyChange(words: Words, request: Request, { at }: NoticeKey): Message | undefined {
  if (request.policyChange?.at !== at) {
    return messageOf(words.requestNotices.over.changedAgain({ label: labelText(request.label) }))
  }
  const text = policyChangeNotice(words, request)
  const isOpen = request.state === 'approved' || request.state === 'denied' || request.state === 'pending'
  return text === undefined || isOpen ? undefined : messageOf(text)
}

function isOfEarlierClaim({ claim }: Request, { attempt }: NoticeKey): boolean {
  return attempt !== claim?.attempt
}

function settledReceiptMessage(
  { requestNotices: { over } }: Words,
  request: Request,
  key: NoticeKey,
  { token, now }: RequestContext,
): Message | undefined {
  const which = { label: labelText(request.label), isNew: request.replaces !== undefined }
  const isPast = isOfEarlierClaim(request, key)
  // While the claim is uncertain it is not known which token the notice is about.
  if (!isPast && mayHaveLeftToken(request)) return undefined
  if (isPast || !token) return messageOf(request.returns > 0 ? over.neverCame(which) : over.revoked(which))
  // This stays true for a token that is revoked later: the card says that, and another token may have the same label by now.
  if (token.delivery === 'confirmed') return messageOf(over.saved(which))
  if (token.state === 'revoked') {
    if (token.delivery === 'undelivered') return messageOf(over.neverCame(which))
    if (token.givenBack) return messageOf(over.givenBack(which))
    return messageOf(token.endedFor === 'unconfirmed' ? over.unconfirmed(which) : over.revoked(which))
  }
  return isAlive(token, now) ? undefined : messageOf(over.expired(which))
}

function settledOldTokenMessage(
  { requestNotices: { over } }: Words,
  request: Request,
  { at }: NoticeKey,
  { old, now }: RequestContext,
): Message | undefined {
  const label = labelText(request.label)
  if (!old || old.state === 'revoked') return messageOf(over.oldRevoked({ label }))
  if (!isAlive(old, now)) return messageOf(over.oldExpired({ label }))
  if (old.state !== 'retiring') return messageOf(over.oldKept({ label }))
  // Its owner keeps it longer, and is asked again in a notice of its own.
  return (old.retiresAt ?? 0) === at ? undefined : messageOf(over.oldKeptLonger({ label }))
}

function messageOf(text: string, ...elements: Parameters<typeof actions>): Message {
  return { text, blocks: [section(text), ...(elements.length > 0 ? [actions(...elements)] : [])] }
}
