// The form for a new token with everything that it foresees, the answer to `why`, and the list of requests.
import type { Decision, FieldProblem } from '../../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { Explanation } from '../../../../src/operations/requests/explain-policy.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { waitingModal } from '../../../../src/slack/views/notice-modal.ts'
import {
  newRequestModal,
  type Outlook,
  type RequestDraft,
} from '../../../../src/slack/views/requests/new-request-modal.ts'
import { policyMessage } from '../../../../src/slack/views/requests/policy-message.ts'
import { requestListMessage } from '../../../../src/slack/views/requests/request-list.ts'
import { aPolicy, approvedByBea, aRequest, asked, forTwo, onCloud } from '../../../slack/records.ts'
import { NOW } from '../records.ts'
import { answer, type Subject, scene, scenesOf } from '../scene.ts'

const person = {
  id: 'UANA',
  name: 'Ana',
  teams: [],
  emailConfirmed: true,
  timeZone: 'Europe/Berlin',
  deleted: false,
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  outOfOffice: false,
}
const people = (...ids: string[]) => new Map(ids.map((id) => [id, { entries: ['group:S0DATA'] }]))
const review = { verdict: 'review', rule: 'everybody asks their manager', approvers: [], fallback: [] } as const
const one: Decision = { ...review, approvers: [], fallback: [], quorum: 1, differentGroups: false }
const two: Decision = { ...one, quorum: 2, differentGroups: true }
const foreseen = { person, activeTokens: 1, decision: one, reviewers: people('UBEA', 'UCARL'), withFallback: false }
const filled: RequestDraft = { label: 'tableau', lifetime: 30 * DAY }

const outlooks: Record<string, [Outlook | undefined, RequestDraft?]> = {
  'while it is looked up': [undefined],
  'filled in from the words': [foreseen, filled],
  'two approvals': [{ ...foreseen, decision: two, reviewers: people('UBEA', 'UCARL', 'UDAN') }, filled],
  'no review': [{ ...foreseen, decision: { verdict: 'approve', rule: 'short tokens are self-service' } }, filled],
  'the manager is not known': [{ ...foreseen, unreadable: 'users.profile:read' }, filled],
  'this lifetime is not allowed': [
    {
      denied: { rule: 'long tokens', denial: { kind: 'rule', because: 'Ask security first.' } },
      allowed: [DAY, 7 * DAY],
    },
    filled,
  ],
  'this label is not allowed': [
    { denied: { rule: 'no rule matches', denial: { kind: 'no rule' } }, allowed: [] },
    filled,
  ],
  'nothing is known for now': [{ unknown: 'Dremio isn’t responding.' }, filled],
  'a lifetime that cannot be read': [foreseen, { label: 'tableau', unusable: 'forever' }],
  'a lifetime that is too long': [foreseen, { label: 'tableau', lifetime: 200 * DAY }],
  'a lifetime that is too short': [foreseen, { label: 'tableau', lifetime: 60_000 }],
}

const refused: Record<string, Partial<Record<'label' | 'lifetime' | 'reason', FieldProblem>>> = {
  'all of it': {
    label: { kind: 'label form', form: 'usual' },
    lifetime: { kind: 'lifetime', least: HOUR, most: 90 * DAY },
    reason: { kind: 'no reason' },
  },
  'tokens in it': { label: { kind: 'holds a token' }, reason: { kind: 'reason form' } },
  'too much': { reason: { kind: 'too long', most: 1_000 } },
}

const explanation: Explanation = {
  outcome: one,
  reviewers: people('UBEA', 'UCARL'),
  activeTokens: 1,
  openRequests: 0,
  maxActive: 5,
  allowed: [DAY, 7 * DAY, 30 * DAY],
  dependsOnLabel: false,
}
const denial = {
  verdict: 'deny',
  rule: 'long tokens',
  denial: { kind: 'rule', because: 'Ask security first.' },
} as const
const outOfBounds = {
  verdict: 'deny',
  rule: 'no rule matches',
  denial: { kind: 'lifetime', least: HOUR, most: 90 * DAY },
} as const

const explanations: Record<string, [Partial<Explanation>, lifetime?: number]> = {
  'a review': [{}],
  'two approvals, by the requester’s clock': [
    { dependsOnLabel: true, outcome: two, openRequests: 2, clock: { timeZone: 'Europe/Berlin', of: 'requester' } },
  ],
  'no review, by the policy’s clock': [
    {
      outcome: { verdict: 'approve', rule: 'short tokens are self-service' },
      clock: { timeZone: 'America/New_York', of: 'policy' },
    },
  ],
  'the manager is not known': [{ unreadable: 'users.profile:read' }],
  'a denial': [{ outcome: denial, allowed: [], dependsOnLabel: false }],
  'a denial that another lifetime escapes': [{ outcome: denial, allowed: [DAY, 7 * DAY] }],
  'a denial that another label may escape': [{ outcome: denial, allowed: [], dependsOnLabel: true }],
  'too long': [{ outcome: outOfBounds }, 200 * DAY],
  'too short': [{ outcome: outOfBounds }, 60_000],
  'too many tokens': [
    {
      outcome: {
        verdict: 'deny',
        rule: 'at most 5 active tokens',
        denial: { kind: 'too many tokens', active: 5, open: 0, most: 5 },
      },
      activeTokens: 5,
      allowed: [],
    },
  ],
  'nobody to review, for want of a group': [
    { outcome: { verdict: 'no approver', rule: 'the data team decides', missingGroups: ['S0DATA'] } },
  ],
  'nobody to review': [{ outcome: { verdict: 'no approver', rule: 'everybody asks their manager' } }],
  'nobody to review, the manager is not known': [
    { outcome: { verdict: 'no approver', rule: 'everybody asks their manager', unreadable: 'users.profile:read' } },
  ],
}

const mine = [
  aRequest(),
  forTwo({ id: 'c4p8w1zn', label: 'power bi', approvals: [approvedByBea] }),
  aRequest({
    id: 'x9y8z7w6',
    label: 'notebook',
    lifetime: 7 * DAY,
    state: 'approved',
    lapsesAt: NOW + 2 * DAY,
    review: { by: 'UBEA', verdict: 'approved', at: asked + HOUR },
  }),
  aRequest({ id: 'q1w2e3r4', label: 'dbt', state: 'unsure' }),
]
const toReview = [
  aRequest({ id: 'z1z1z1z1', requester: 'UDAN', label: 'airflow', lifetime: 90 * DAY }),
  forTwo({ id: 'z2z2z2z2', requester: 'UDAN', label: 'looker', approvals: [{ by: 'UCARL', at: asked }] }),
]
const many = (amount: number) =>
  Array.from({ length: amount }, (_, index) => aRequest({ label: `report ${index + 1}` }))

const lists: Record<string, [requests: Parameters<typeof requestListMessage>[1], reader: string]> = {
  nothing: [{ mine: [], toReview: [] }, 'UANA'],
  'their own, in each open state': [{ mine, toReview: [] }, 'UANA'],
  'to review, and their own': [{ mine: mine.slice(0, 1), toReview }, 'UBEA'],
  'more than are shown': [{ mine: many(12), toReview: many(11) }, 'UBEA'],
}

export const requestForms: Subject = {
  title: 'Requesting: form, why, list',
  scenes: [
    scene('form opening', (words) => waitingModal(words, forms.newRequest)),
    ...scenesOf(outlooks, (words, [outlook, draft = {}]) =>
      newRequestModal(words, aPolicy(), onCloud, draft, outlook),
    ).map(({ name, draw }) => scene(`form, ${name}`, draw)),
    scene('form, the reason needs a ticket', (words) => {
      const reason = { required: true, pattern: 'DATA-\\d+', hint: 'a ticket such as DATA-12' }
      return newRequestModal(words, { ...aPolicy(), reason }, onCloud, filled, foreseen)
    }),
    scene('form, the reason has a format', (words) => {
      const reason = { required: false, pattern: 'DATA-\\d+' }
      const dremio = { edition: 'software', region: 'us', apiUrl: 'https://dremio.acme.test' } as const
      return newRequestModal(words, { ...aPolicy(), reason }, dremio, filled, foreseen)
    }),
    ...scenesOf(refused, (words, problems) => ({
      form: newRequestModal(words, aPolicy(), onCloud, filled, foreseen),
      errors: Object.fromEntries(
        Object.entries(problems).map(([field, problem]) => [field, words.denials.field(problem)]),
      ),
    })).map(({ name, draw }) => scene(`form refused, ${name}`, draw)),
    ...scenesOf(explanations, (words, [change, lifetime = 30 * DAY]) =>
      policyMessage(words, aPolicy(), lifetime, { ...explanation, ...change }),
    ).map(({ name, draw }) => answer(`why: ${name}`, draw)),
    answer('why, with a lifetime that cannot be read', ({ why }) => ({ text: why.unreadableLifetime })),
    ...scenesOf(lists, (words, [requests, reader]) => requestListMessage(words, requests, NOW, reader)).map(
      ({ name, draw }) => answer(`list: ${name}`, draw),
    ),
  ],
}
