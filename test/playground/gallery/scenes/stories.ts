// The stories that bot admins ask for, and what they read where there is not exactly one.
import type { AuditAction, AuditEntry, WrittenEntry } from '../../../../src/core/audit.ts'
import type { Story } from '../../../../src/core/audit-story.ts'
import { DAY, HOUR, MINUTE } from '../../../../src/core/time/duration.ts'
import { storyMessage } from '../../../../src/slack/views/administration/story-message.ts'
import { storyText } from '../../../../src/slack/views/administration/story-text.ts'
import type { Words } from '../../../../src/words/words.ts'
import { aRequest, asked } from '../../../slack/records.ts'
import { anOldToken, aToken, NOW, OLD_TID, TID, tidOf } from '../records.ts'
import { answer, type Subject, scene } from '../scene.ts'

const about = {
  ...{ for: 'UANA', request: 'k7m2q9xt', label: 'tableau', lifetime: 30 * DAY },
  ...{ rule: 'two agree', policyVersion: '3f9c2a71' },
}
const ofToken = { for: 'UANA', tid: TID, label: 'tableau' }

const written = (at: number, action: AuditAction, entry: Partial<AuditEntry>): WrittenEntry => ({
  at,
  entry: { action, by: 'UANA', for: 'UANA', ...entry },
})

const life: WrittenEntry[] = [
  written(asked, 'request.created', { ...about, note: `in the place of ${OLD_TID}` }),
  written(asked + 20 * MINUTE, 'request.approval_added', { ...about, by: 'UBEA' }),
  written(asked + HOUR, 'request.reviewers_reminded', { ...about, by: 'bot' }),
  written(asked + 2 * HOUR, 'request.approved', { ...about, by: 'UCARL', lifetime: 7 * DAY, note: 'in place of UDAN' }),
  written(NOW - 5 * MINUTE, 'claim.started', { ...about, lifetime: 7 * DAY }),
  written(NOW - 4 * MINUTE, 'claim.finished', { ...about, ...ofToken, lifetime: 7 * DAY }),
  written(NOW - 3 * MINUTE, 'receipt.confirmed', ofToken),
  written(NOW - 2 * MINUTE, 'token.leak_reported', { ...ofToken, by: 'UBEA' }),
]

const request = aRequest({
  ...{ state: 'claimed', requester: 'UANA', asked: 30 * DAY, lifetime: 7 * DAY, rule: 'two agree' },
  policyVersion: '3f9c2a71',
  approvals: [
    { by: 'UBEA', at: asked + 20 * MINUTE, comment: 'Fine for the board meeting.' },
    { by: 'UCARL', at: asked + 2 * HOUR, comment: 'A week is enough.', inPlaceOf: 'UDAN' },
  ],
})

const whole: Story = {
  ...{ request: 'k7m2q9xt', kept: request, owner: 'UANA', label: 'tableau', entries: life, replaces: OLD_TID },
  tokens: [{ tid: TID, kept: aToken() }],
}

const stories: Record<string, Story> = {
  'a whole life': whole,
  'no longer kept, and the audit has no beginning': {
    ...{ request: 'k7m2q9xt', owner: 'UANA', label: 'tableau', entries: life.slice(3), tokens: [{ tid: TID }] },
    replacedBy: tidOf('99999999'),
  },
  expired: { ...whole, tokens: [{ tid: TID, kept: aToken({ expiresAt: NOW - DAY }) }] },
  revoked: { ...whole, tokens: [{ tid: TID, kept: aToken({ state: 'revoked' }) }] },
  'waiting, without a reason': {
    ...{ request: 'k7m2q9xt', kept: aRequest({ reason: '' }), owner: 'UANA', label: 'tableau', tokens: [] },
    entries: life.slice(0, 1),
  },
  'created in Dremio': {
    ...{ owner: 'UANA', label: 'tableau', tokens: [{ tid: OLD_TID, kept: anOldToken() }], replacedBy: TID },
    entries: [written(NOW, 'rotation.finished', { ...ofToken, tid: OLD_TID, by: 'bot', note: `replaced by ${TID}` })],
  },
  'nothing in the audit': { ...whole, entries: [] },
  'an action of another version': {
    ...whole,
    entries: [
      ...life.slice(0, 1),
      written(NOW, 'token.polished' as AuditAction, ofToken),
      written(NOW, 'token.waxed' as AuditAction, { ...ofToken, by: 'bot' }),
    ],
  },
  'longer than is shown': {
    ...whole,
    entries: [...life, ...Array.from({ length: 60 }, () => written(NOW, 'reminder.snoozed', ofToken))],
  },
}

const asFile = (words: Words, story: Story) => ({
  text: storyText(words, story, { now: NOW, names: new Map([['UANA', 'Ana']]) }),
})

export const storiesTold: Subject = {
  title: 'Stories',
  scenes: [
    ...Object.entries(stories).map(([name, story]) =>
      answer(name, (words) => storyMessage(words, { found: 'story', story }, NOW)),
    ),
    answer('of which request or token?', (words) => {
      const choices = [
        { id: 'c4p8w1zn', owner: 'UANA', label: 'tableau' },
        { id: tidOf('48099374'), owner: 'UBEA', label: 'tableau' },
      ]
      return storyMessage(words, { found: 'several', choices }, NOW)
    }),
    answer('of nothing', (words) => storyMessage(words, { found: 'none', id: 'k7m2q9xt' }, NOW)),
    answer('of what is no id', (words) => storyMessage(words, { found: 'no id' }, NOW)),
    answer('is being read', ({ stories }) => ({ text: stories.reading })),
    answer('was sent', ({ stories }) => ({ text: stories.sent })),
    scene('the file', (words) => asFile(words, whole)),
    scene('the file’s title', ({ stories }) => ({
      text: `${stories.fileTitle({ id: 'k7m2q9xt' })}\n${stories.fileComment}`,
    })),
    ...(['approved', 'claiming', 'claimed', 'denied', 'cancelled', 'lapsed', 'unsure'] as const).map((state) =>
      answer(`a request that is ${state}`, (words) => {
        const story = {
          ...whole,
          kept: { ...request, state, lapsesAt: NOW + DAY },
          tokens: [],
          entries: life.slice(0, 1),
        }
        return storyMessage(words, { found: 'story', story }, NOW)
      }),
    ),
  ],
}
