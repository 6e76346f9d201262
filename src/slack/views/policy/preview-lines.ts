// The lines of a policy preview, for a form, a message, a file or a terminal: what would be decided otherwise, and why.
import { cleanLine } from '../../../core/clean-text.ts'
import { type Denial, denialOf } from '../../../core/policy/evaluate.ts'
import type { PolicyPreview, RequestPreview, TokenPreview } from '../../../core/policy/preview-policy.ts'
import type { BrokenRule, NotKnown } from '../../../core/policy/rules-broken.ts'
import type { Request } from '../../../core/requests/request.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { escapedDenial, ruleName, stillAsked } from '../approval-text.ts'
import { date, inlineText, labelText, mention } from '../block-kit.ts'

/** How people, labels and the texts of others are written where the lines are read. */
export interface LineStyle {
  person(id: string): string
  label(label: string): string
  text(text: string): string
  denial(denial: Denial): Denial
  date(at: number): string
  /** Of a token. */
  tid(tid: string): string
}

export const inSlack: LineStyle = {
  person: mention,
  label: labelText,
  text: (text) => inlineText(text),
  denial: escapedDenial,
  date,
  tid: shortId,
}

/** For files and terminals, where ids are searched for. */
export const inPlainText: LineStyle = {
  person: (id) => id,
  label: (label) => JSON.stringify(cleanLine(label)),
  text: cleanLine,
  denial: (denial) => denial,
  date: (at) => new Date(at).toISOString().slice(0, 10),
  tid: (tid) => tid,
}

export interface Group {
  heading: string
  lines: string[]
}

/** What matters most first. What stays as it is has no line. */
export function previewGroups(words: Words, preview: PolicyPreview, style: LineStyle): Group[] {
  const { headings } = words.policyPreview
  const requests = preview.requests.filter(({ outcome }) => outcome !== 'same')
  const known = requests.filter(({ outcome }) => outcome !== 'unknown')
  const unknown = requests.filter(({ outcome }) => outcome === 'unknown')
  const ofTokens = (wanted: TokenPreview['outcome']) =>
    preview.tokens.filter(({ outcome }) => outcome === wanted).map((token) => tokenLine(words, token, style))
  const ofRequests = (some: readonly RequestPreview[]) => some.map((request) => requestLine(words, request, style))
  const groups = [
    { heading: headings.requests, lines: ofRequests(known) },
    { heading: headings.breaks, lines: ofTokens('breaks') },
    { heading: headings.breaksAlready, lines: ofTokens('breaks-already') },
    { heading: headings.mended, lines: ofTokens('mended') },
    { heading: headings.notKnown, lines: [...ofRequests(unknown), ...ofTokens('unknown')] },
  ]
  return groups
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => ({ heading: heading({ amount: lines.length }), lines }))
}

function requestLine({ policyPreview: words, ...all }: Words, preview: RequestPreview, style: LineStyle): string {
  const { requester, label, id } = preview.request
  return words.request({
    who: style.person(requester),
    label: style.label(label),
    id,
    what: requestOutcome({ policyPreview: words, ...all }, preview, style),
  })
}

/** What would become of the request; empty if nothing. */
export function requestOutcome(words: Words, preview: RequestPreview, style: LineStyle): string {
  const { outcome } = words.policyPreview
  if (preview.outcome === 'same') return ''
  if (preview.outcome === 'unknown') return notKnownText(words, preview.notKnown)
  const { request, after } = preview
  const was = request.state === 'approved' ? 'approved' : 'pending'
  const rule = ruleText(after.rule, style)
  switch (preview.outcome) {
    case 'approved':
      return outcome.approved({ rule: after.review?.by === null ? rule : undefined })
    case 'denied': {
      const denial = denialOf(after.review)
      return outcome.denied({ was, rule, denial: denial && style.denial(denial) })
    }
    case 'review':
      return outcome.review({ rule: rule ?? '', who: whoDecides(words, after, style) })
    case 'shortened':
      return outcome.shortened({ was, lifetime: after.lifetime, before: request.lifetime })
    case 'reviewers':
      return outcome.reviewers({ rule: rule ?? '', who: whoDecides(words, after, style) })
  }
}

function whoDecides({ reviews }: Words, after: Request, style: LineStyle): string {
  // Whoever was asked before stays a reader of the request, and is not asked any more.
  const people = stillAsked(after).filter((id) => after.reviewerRoles[id] !== undefined)
  const { quorum, differentGroups } = after
  return reviews.willReview({ people: people.map(style.person), quorum, differentGroups })
}

function tokenLine(words: Words, preview: TokenPreview, style: LineStyle): string {
  const { owner, label, tid, expiresAt, madeHere } = preview.token
  return words.policyPreview.token({
    who: style.person(owner),
    label: style.label(label),
    id: style.tid(tid),
    expires: style.date(expiresAt),
    madeHere,
    what: tokenOutcome(words, preview, style),
  })
}

export function tokenOutcome(words: Words, { other }: Pick<TokenPreview, 'other'>, style: LineStyle): string {
  if (other.length === 0) return words.policyPreview.broken.nothing
  return brokenText(words, other, style)
}

/** Empty if nothing is broken. */
export function brokenText(words: Words, broken: readonly BrokenRule[], style: LineStyle): string {
  return broken.map((one) => ruleBroken(words, one, style)).join('; ')
}

function ruleBroken(words: Words, broken: BrokenRule, style: LineStyle): string {
  const { policyPreview } = words
  switch (broken.kind) {
    case 'label form':
      return policyPreview.broken.label
    case 'lifetime':
      return policyPreview.broken.lifetime(broken)
    case 'too many tokens':
      return policyPreview.broken.tooMany(broken)
    case 'denied':
      return policyPreview.broken.denied({
        rule: ruleText(broken.rule, style),
        denial: style.denial(broken.denial),
      })
    case 'unknown':
      return notKnownText(words, broken.notKnown)
  }
}

function notKnownText({ policyPreview: { notKnown } }: Words, why: NotKnown): string {
  return why.because === 'groups' ? notKnown.groups({ groups: why.groups }) : notKnown[why.because]
}

/** Undefined where none of the rules decides. */
function ruleText(rule: string, style: LineStyle): string | undefined {
  return ruleName(rule) === undefined ? undefined : style.text(rule)
}
