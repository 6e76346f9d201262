// The rules in use, and the preview of another policy file: its form, what is wrong with a file, and what it would change.
import { type Policy, policySchema } from '../../../../src/core/policy/evaluate.ts'
import type { PolicyPreview, RequestPreview, TokenPreview } from '../../../../src/core/policy/preview-policy.ts'
import type { BrokenRule, NotKnown } from '../../../../src/core/policy/rules-broken.ts'
import type { Request } from '../../../../src/core/requests/request.ts'
import { DAY } from '../../../../src/core/time/duration.ts'
import { previewMessage, previewPolicyModal } from '../../../../src/slack/views/policy/preview-modal.ts'
import { policyRulesMessage } from '../../../../src/slack/views/policy/rules-message.ts'
import { typedAgain, withNotice } from '../../../../src/slack/views/sent-form.ts'
import type { Words } from '../../../../src/words/words.ts'
import { aPolicy, aRequest } from '../../../slack/records.ts'
import { initialValues } from '../../../world/slack/form-state.ts'
import type { Block } from '../../../world/slack/limits/blocks.ts'
import { NOW, OLD_TID, TID } from '../records.ts'
import { answer, type Subject, scene } from '../scene.ts'

function fileOf(content: object): Policy {
  return { ...policySchema({ edition: 'cloud', approvers: [] }).parse(content), version: '5e5e2b1c9a04' }
}

const inUse = fileOf({
  label: { pattern: '^(dev|prod)-', hint: 'dev- or prod- and a name' },
  reason: { pattern: String.raw`\b[A-Z]+-\d+\b`, hint: 'a ticket such as DATA-12' },
  request: { skipAway: '4h' },
  managers: { map: { U1: 'U2' } },
  timeZone: 'Europe/Berlin',
  rules: [
    { name: 'contractors', when: { inGroup: 'S0CONTRACT' }, then: 'deny', because: 'Contractors use OAuth.' },
    {
      name: 'short tokens',
      when: { lifetimeUpTo: '7d', days: 'weekdays', hours: '08:00-18:00', activeTokensOver: 0 },
      then: 'approve',
    },
    { name: 'renewals', when: { rotation: true, notInGroup: 'S0NEW' }, then: 'approve' },
    {
      name: 'production needs two',
      when: { label: '^prod-', rotation: false },
      then: 'review',
      approvers: ['manager', 'group:S0DATA', 'group:S0SEC'],
      quorum: { people: 2, differentGroups: true },
      channel: 'C0REVIEWS',
    },
    {
      name: 'long ones',
      when: { lifetimeOver: '30d', user: ['UANA', 'UBEA'], activeTokensOver: 2, days: ['mon', 'fri'] },
      then: 'review',
      approvers: ['user:UCARL'],
    },
    { name: 'everybody else', then: 'review', approvers: ['manager'], fallback: ['group:S0DATA'] },
  ],
})
const loose = fileOf({
  label: { pattern: '^team-' },
  reason: { required: false, pattern: 'x' },
  receipt: { returns: 0 },
  request: { nudgeAfter: [], nudgeHours: 'any' },
  reminders: { at: 'any', days: 'all' },
  rules: Array.from({ length: 150 }, (_, index) => ({
    name: `rule ${index + 1}`,
    when: { hours: '22:00-06:00' },
    then: 'approve',
  })),
})
const noted = (policy: Policy) => ({ version: policy.version, since: NOW - 3 * DAY })

const pending = aRequest({ policyVersion: inUse.version })
const after = (change: Partial<Request>): Request => ({ ...pending, ...change })
const denied = { by: null, verdict: 'denied', at: NOW } as const
const requests: RequestPreview[] = [
  {
    outcome: 'denied',
    request: pending,
    after: after({ state: 'denied', rule: 'contractors', review: { ...denied, comment: 'Contractors use OAuth.' } }),
  },
  {
    outcome: 'denied',
    request: { ...pending, id: 'b3d9f0ah', label: 'superset', state: 'approved' },
    after: after({ state: 'denied', rule: 'no rule matches', review: { ...denied, denial: { kind: 'no rule' } } }),
  },
  {
    outcome: 'review',
    request: { ...pending, id: 'c4p8w1zn', label: 'dbt', state: 'approved' },
    after: after({
      ...{ rule: 'production needs two', quorum: 2, approvers: ['UBEA', 'UCARL'] },
      reviewerRoles: { UBEA: { entries: ['user:UBEA'] }, UCARL: { entries: ['user:UCARL'] } },
    }),
  },
  {
    outcome: 'shortened',
    request: { ...pending, id: 'd5q9x2ap', label: 'airflow' },
    after: after({ lifetime: 7 * DAY }),
  },
  {
    outcome: 'reviewers',
    request: { ...pending, id: 'e6r0y3bq', label: 'notebooks' },
    after: after({ approvers: ['UCARL'], reviewerRoles: { UCARL: { entries: ['user:UCARL'] } } }),
  },
  {
    outcome: 'approved',
    request: { ...pending, id: 'f7s1z4cr', label: 'report' },
    after: after({ state: 'approved', rule: 'short tokens', review: { by: null, verdict: 'approved', at: NOW } }),
  },
]
const unknown: NotKnown[] = [
  { because: 'groups', groups: ['S0CONTRACT'] },
  { because: 'person' },
  { because: 'manager' },
  { because: 'slack' },
  { because: 'replaced token' },
]
const notKnown: RequestPreview[] = unknown.map((why, index) => ({
  outcome: 'unknown',
  request: { ...pending, id: `g8t2a5d${index}`, label: `chart ${index + 1}` },
  notKnown: why,
}))

const broken: BrokenRule[] = [
  { kind: 'label form', form: 'usual' },
  { kind: 'lifetime', lifetime: 90 * DAY, most: 30 * DAY },
  { kind: 'too many tokens', active: 6, most: 5 },
  { kind: 'denied', rule: 'contractors', denial: { kind: 'rule', because: 'Contractors use OAuth.' } },
]
const token = { tid: TID, owner: 'UBEA', label: 'tableau', madeHere: true, createdAt: NOW, expiresAt: NOW + 90 * DAY }
const elsewhere = { ...token, tid: OLD_TID, label: 'made by hand', madeHere: false }
const tokens: TokenPreview[] = [
  ...broken.map((one): TokenPreview => ({ outcome: 'breaks', token, today: [], other: [one] })),
  {
    outcome: 'breaks-already',
    token: elsewhere,
    today: [{ kind: 'denied', rule: 'no rule matches', denial: { kind: 'no rule' } }],
    other: [{ kind: 'denied', rule: 'no rule matches', denial: { kind: 'no rule' } }],
  },
  { outcome: 'mended', token: elsewhere, today: broken.slice(0, 1), other: [] },
  { outcome: 'unknown', token, today: [], other: [{ kind: 'unknown', notKnown: { because: 'slack' } }] },
]
const versions = { today: inUse.version, other: '7c1d0e55a2f3', unreadable: 0 }
const preview = (change: Partial<PolicyPreview>): PolicyPreview => ({
  ...versions,
  requests: [],
  tokens: [],
  ...change,
})

const filled = (words: Words) => {
  const form = previewPolicyModal(words)
  const again = typedAgain({ ...form, state: { values: initialValues(form.blocks as Block[]) } })
  if (!again) throw new Error('The form has no blocks')
  return again
}
const many = Array.from({ length: 60 }, (_, index): TokenPreview => {
  const other = broken.slice(0, 1)
  return { outcome: 'breaks', token: { ...token, label: `report ${index + 1}` }, today: [], other }
})

export const policyScenes: Subject = {
  title: 'Policy',
  scenes: [
    answer('admin policy', (words) =>
      policyRulesMessage(words, { policy: inUse, noted: noted(inUse), isBuiltIn: false }),
    ),
    answer('admin policy, built-in', (words) =>
      policyRulesMessage(words, { policy: aPolicy(), noted: noted(aPolicy()), isBuiltIn: true }),
    ),
    answer('admin policy, many rules, and another part has another file', (words) =>
      policyRulesMessage(words, { policy: loose, noted: { version: '7c1d0e55a2f3', since: NOW }, isBuiltIn: false }),
    ),
    scene('Preview policy file', (words) => previewPolicyModal(words)),
    scene('Preview policy file, empty', (words) => ({
      form: filled(words),
      errors: { file: words.policyPreview.empty },
    })),
    scene('Preview policy file, a wrong file', (words) => {
      const { problem, moreProblems } = words.policyPreview
      const wrong = { line: 5, column: 11, path: 'rules[0].then', message: 'must be approve, review or deny' }
      return { form: filled(words), errors: { file: `${problem(wrong)} ${moreProblems({ amount: 4 })}` } }
    }),
    scene('Preview policy file, what would change', (words) =>
      withNotice(filled(words), previewMessage(words, preview({ requests, tokens }))),
    ),
    scene('Preview policy file, what is not known', (words) =>
      withNotice(filled(words), previewMessage(words, preview({ requests: notKnown, unreadable: 2 }))),
    ),
    scene('Preview policy file, nothing would change', (words) =>
      withNotice(filled(words), previewMessage(words, preview({ other: versions.today }))),
    ),
    scene('Preview policy file, more than fits', (words) =>
      withNotice(filled(words), previewMessage(words, preview({ tokens: many }), 'sent')),
    ),
    scene('a preview whose form was closed, without its file', (words) =>
      previewMessage(words, preview({ tokens: many }), 'not sent'),
    ),
    scene('the file of a preview', ({ policyPreview }) => ({
      text: `${policyPreview.fileTitle}\n${policyPreview.fileComment}`,
    })),
  ],
}
