// What a requester is told beside their card when time has done something with their request or its token.

import type { Step } from '../../core/messenger.ts'
import type { Policy } from '../../core/policy/evaluate.ts'
import { isUncertain, type Request } from '../../core/requests/request.ts'
import { receiptSteps } from '../../core/tokens/receipt-schedule.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import type { Message } from '../interaction.ts'
import { allOf } from '../views/approval-text.ts'
import { actions, button, labelText, moment, section } from '../views/block-kit.ts'
import { didItArrive, neverArrived, savedAfterAll, showToken } from './claiming.ts'
import { requestAgain } from './request-buttons.ts'
import { noToken, whyLapsed } from './request-card.ts'
import { revokeThis } from './revoke-form.ts'
import { ofTheOldOne, oldOnesButtons } from './rotation.ts'

export interface StepAround {
  /** The token that was made for the request, and the one in whose place. */
  token: Token | undefined
  old: Token | undefined
  /** Slack ids of those who were asked as well, because nobody had decided. */
  askedToo: string[]
  policy: Policy
  /** Milliseconds since epoch. */
  now: number
}

/** Steps of a claim come again with the next one, so their places are named by its number as well. */
const ofTheClaim = ['interrupted', 'chased', 'ended', 'owed', 'cut', 'cut owed'] as const

/** The name of its place among the pieces of the request. */
export function placeOfStep({ requester, claim }: Request, step: Step, { old }: Pick<StepAround, 'old'>): string {
  const number = (ofTheClaim as readonly Step[]).includes(step) ? ` ${claim?.attempt ?? 1}` : ''
  // Whoever keeps the old one longer is asked anew when that is over.
  const since = step === 'cut owed' && old?.retiresAt !== undefined ? ` ${old.retiresAt}` : ''
  return `${requester} ${step}${number}${since}`
}

/** What stands at that place, if it is a step: which, and of which claim. */
export function stepAt(place: string, { requester }: Request): StepAt | undefined {
  const match = new RegExp(`^${requester} (${ofTheClaim.join('|')}) (\\d+)(?: (\\d+))?$`).exec(place)
  if (!match) return undefined
  return { step: match[1] as Step, attempt: Number(match[2]), ...(match[3] && { retiresAt: Number(match[3]) }) }
}

interface StepAt {
  step: Step
  attempt: number
  /** When the old one was to end by then, milliseconds since epoch. */
  retiresAt?: number
}

/** Undefined if there is nothing to tell. */
export function stepMessage(request: Request, step: Step, around: StepAround): Message | undefined {
  const { id, label, lapsesAt, review } = request
  const { token, old, askedToo, policy, now } = around
  const name = labelText(label)
  switch (step) {
    case 'escalated': {
      if (askedToo.length === 0) return undefined
      const text = `Your request ${name} is not decided yet, so I asked ${allOf(askedToo)} too.`
      const lapses = lapsesAt === undefined ? '' : ` It lapses ${moment(lapsesAt)}, unless it is decided before.`
      return { text, blocks: [section(text + lapses)] }
    }
    case 'lapsed': {
      const why = review ? 'it was approved, but not collected in time' : 'it was not decided in time'
      return {
        text: `Your request ${name} has lapsed: ${why}.`,
        blocks: [
          section(`Your request ${name} has lapsed. ${whyLapsed(request)}${noToken(request)}`),
          actions(button(requestAgain, 'Request again', id)),
        ],
      }
    }
    case 'interrupted': {
      const text = `I was interrupted while I made ${name} for you. If you see a token from then, it does not work.`
      if (request.state !== 'approved') return notice(text)
      return notice(`${text} Press *Show token* for one that does.`, button(showToken, 'Show token', id, 'primary'))
    }
    case 'chased': {
      const steps = token && receiptSteps(token, policy, now)
      if (!token || !steps) return undefined
      const text = `Did your token ${name} arrive? It was shown to you ${moment(token.shownAt ?? token.createdAt)}.`
      return notice(
        `${text} If you do not say so, I revoke it ${moment(steps.endAt)}: a token that nobody has is a risk.`,
        ...didItArrive(token.tid),
      )
    }
    case 'ended': {
      const which = request.rotates ? `the new ${name}` : name
      const text = `I revoked ${which}, because you never said that you have it. Whatever used it is locked out now.`
      const rest = token && request.rotates ? ` ${ofTheOldOne({ ...around, token })}` : ''
      return notice(text + rest, button(requestAgain, 'Request again', id))
    }
    case 'owed': {
      if (!token || !isAlive(token, now)) return undefined
      const only = 'It should be revoked by now, but I cannot do that without you'
      return token.delivery === 'undelivered'
        ? notice(
            `You said that you did not get ${name}. ${only}: press *I did not get it* once more.`,
            button(neverArrived, 'I did not get it', token.tid),
          )
        : notice(
            `You never said that you have ${name}. ${only}. Do you have it? If not, press *Revoke*.`,
            button(savedAfterAll, 'I have saved it', token.tid, 'primary'),
            button(revokeThis, 'Revoke', token.tid),
          )
    }
    case 'cut':
      return notice(
        `The old ${name} is revoked: its time beside the new one is over. The new one works until ${moment(token?.expiresAt ?? now)}.`,
      )
    case 'cut owed': {
      if (!token || !old || !isAlive(old, now)) return undefined
      const text = `The old ${name} should be revoked by now: its time beside the new one is over. I cannot do that without you.`
      return notice(text, ...oldOnesButtons({ ...around, token }))
    }
  }
}

/** What becomes of it when nothing is left to press; undefined while something is, or where there never was. */
export function settledStep(
  request: Request,
  { step, attempt, retiresAt }: StepAt,
  { token, old, now }: StepAround,
): Message | undefined {
  const name = labelText(request.label)
  const which = request.rotates ? `the new ${name}` : name
  const isPast = attempt !== request.claim?.attempt
  if (step === 'interrupted' && (isPast || request.state !== 'approved')) {
    return notice(`I was interrupted while I made ${name} for you. If you see a token from then, it does not work.`)
  }
  if (step === 'chased' || step === 'owed') {
    // While its claim is not certain we do not know which token it is about.
    if (!isPast && isUncertain(request)) return undefined
    const neverCame = `You said that you did not get ${which}. It is revoked.`
    const isRevoked = `${request.rotates ? 'The new' : 'Your token'} ${name} is revoked.`
    if (isPast || !token) return notice(request.returns > 0 ? neverCame : isRevoked)
    // Also of one that is revoked since: the card says that, and another token may have the same label by now.
    if (token.delivery === 'confirmed') return notice(`You said that you saved ${which}.`)
    if (token.state === 'revoked') {
      if (token.delivery === 'undelivered') return notice(neverCame)
      return notice(
        token.endedFor === 'unconfirmed' ? `You never said that you have ${which}. It is revoked.` : isRevoked,
      )
    }
    return isAlive(token, now) ? undefined : notice(`${name} has expired.`)
  }
  if (step === 'cut owed') {
    if (!old || old.state === 'revoked') return notice(`The old ${name} is revoked.`)
    if (!isAlive(old, now)) return notice(`The old ${name} has expired.`)
    if (old.state !== 'retiring') return notice(`The old ${name} works on.`)
    if (old.retiresAt !== retiresAt) return notice(`You kept the old ${name} longer.`)
  }
  return undefined
}

function notice(text: string, ...buttons: Parameters<typeof actions>): Message {
  return { text, blocks: [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])] }
}
