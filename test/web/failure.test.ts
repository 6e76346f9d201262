// Every way in which a sign-in fails: the status, the words, and who hears of it.
import { describe, expect, test } from 'vitest'
import { BotError, type Code, type DremioFacts, type Facts, isBotError } from '../../src/core/errors.ts'
import type { Mismatch } from '../../src/core/people/identity-refusals.ts'
import { begin, QUERY } from './browser.ts'
import { type Answer, ask } from './serve.ts'

async function failsWith(error: unknown): Promise<{ answers: Answer[]; troubles: unknown[] }> {
  const fails = () => Promise.reject(error)
  const { out, back, troubles } = await begin({ openSignIn: fails, finishSignIn: fails })
  return { answers: [await ask(out), await ask(`${back}?${QUERY}`)], troubles }
}

const dremio: DremioFacts = { operation: 'sign in', mayHaveHappened: false }
const LATER = ['Nothing was created.', 'Wait a minute']
const STILL = [...LATER, 'Your link still works.']
const REFUSED = ['I can’t do that', 'try again there to see why']
const NO_MORE = ['This is already done']
const MISSING = ['I can’t find that', 'no longer exists']
const FAULT = ['Something went wrong on my end', 'It’s not your fault']

/** Facts, status and words by code. A new code does not compile without some here. */
const ends: { readonly [C in Code]: [facts: Facts[C], status: number, words: string[]][] } = {
  sign_in_link: [
    [
      { because: 'unknown' },
      400,
      ['This link doesn’t work', 'press Show token or type your command again', 'a new link'],
    ],
    [{ because: 'used' }, 410, ['This link was already used', 'If you just signed in, you’re done', 'a new link']],
    [{ because: 'late' }, 410, ['This link is too old', 'Links work for 10 minutes.', 'a new link']],
  ],
  sign_in_failed: [
    [
      { because: 'declined', reason: 'access_denied' },
      400,
      ['You’re not signed in', 'You cancelled the sign-in', 'Nothing was created'],
    ],
    [
      { because: 'refused', reason: 'invalid_scope' },
      400,
      ['The sign-in was refused', 'didn’t let me finish. Nothing'],
    ],
    [{ because: 'refused' }, 400, ['didn’t let me finish. Nothing']],
    [{ because: 'refused', reason: '<b>Call 555' }, 400, ['didn’t let me finish. Nothing']],
    [{ because: 'unreadable' }, 400, ['Sign-in didn’t finish', 'an incomplete answer']],
  ],
  sign_in_refused: [[{ because: 'somebody else' }, 403, ['Wrong Dremio account']]],
  person_refused: [
    [
      { because: 'deleted' },
      403,
      ['This Slack account can’t use this link', 'is deactivated', 'Did someone send you this link?'],
    ],
    [{ because: 'bot' }, 403, ['is a bot or a workflow']],
    [{ because: 'guest', whom: 'UBEA' }, 403, ['Guests can’t get tokens']],
    [{ because: 'stranger' }, 403, ['another company’s workspace']],
    [{ because: 'foreign team' }, 403, ['a workspace that I don’t serve']],
    [{ because: 'not joined' }, 403, ['hasn’t joined this workspace yet']],
  ],
  exchange_refused: [
    [{}, 403, ['Dremio didn’t accept your company sign-in', 'may not have a Dremio user', 'tell a bot admin']],
  ],
  provider_unavailable: [[{}, 503, ['The sign-in page isn’t responding', ...STILL]]],
  dremio_unavailable: [[{ ...dremio, because: 'timeout' }, 503, ['Dremio isn’t responding', ...STILL]]],
  redis_unavailable: [[{}, 503, ['I’m having trouble right now', 'open your link again', 'If it no longer works']]],
  redis_unusable: [
    [{ because: 'full' }, 503, ['I can’t save anything right now', 'Trying again won’t help', 'tell a bot admin']],
    [{ because: 'read-only' }, 503, ['I can’t save anything right now', 'Trying again won’t help']],
    [{ because: 'not saving' }, 503, ['I can’t save anything right now']],
    [{ because: 'no replicas' }, 503, ['I can’t save anything right now']],
    [{ because: 'cluster' }, 503, ['I can’t save anything right now']],
    [{ because: 'permission' }, 503, ['I can’t save anything right now']],
  ],
  dremio_busy: [[dremio, 503, ['Dremio is busy', ...LATER]]],
  slack_scope_missing: [[{ operation: 'answer', scope: 'canary' }, 500, FAULT]],
  slack_unavailable: [[{ operation: 'answer', reason: 'canary' }, 503, ['Slack isn’t responding', ...LATER]]],

  session_refused: [[dremio, 410, NO_MORE]],
  approved_already: [[{ missing: 1, by: 'UBEA', you: 'UCARL' }, 410, NO_MORE]],
  delegate_refused: [[{ because: 'yourself', whom: 'UBEA' }, 403, REFUSED]],
  delegation_too_long: [[{ most: 1 }, 403, REFUSED]],
  not_delegated: [[{}, 403, REFUSED]],
  own_link: [[{}, 403, REFUSED]],
  no_second_administrator: [[{ missingGroups: ['S0GONE'] }, 403, REFUSED]],
  email_refused: [[{ because: 'hidden' }, 403, REFUSED]],
  email_changed: [[{}, 403, REFUSED]],
  no_dremio_user: [[{ email: 'canary' }, 403, REFUSED]],
  several_dremio_users: [[{ email: 'canary' }, 403, REFUSED]],
  dremio_user_id_needed: [[{}, 403, REFUSED]],
  own_link_confirmation: [[{ because: 'asker' }, 403, REFUSED]],
  link_confirmation_over: [[{ state: 'lapsed' }, 410, NO_MORE]],
  dremio_user_taken: [[{}, 403, REFUSED]],
  policy_file_wrong: [[{ problems: [{ line: 1, column: 1, path: '', message: 'canary' }] }, 403, REFUSED]],
  policy_denied: [[{ rule: 'canary', denial: { kind: 'rule', because: 'canary' } }, 403, REFUSED]],
  too_many_tokens: [[{ active: 5, open: 0, most: 5, revocationCandidates: [], collecting: true }, 403, REFUSED]],
  too_often: [[{ what: 'sign in', wait: 1 }, 403, REFUSED]],
  ask_invalid: [[{ fields: { label: { kind: 'label form', form: { hint: 'canary' } } } }, 403, REFUSED]],
  no_approver: [[{ rule: 'canary' }, 403, REFUSED]],
  label_in_use: [[{ label: 'canary' }, 403, REFUSED]],
  rotation_under_way: [[{ label: 'canary', request: 'x' }, 410, NO_MORE]],
  saved_already: [[{ label: 'canary', tid: 'x' }, 410, NO_MORE]],
  policy_changed: [
    [
      {
        state: 'denied',
        lifetime: 1,
        isShorter: false,
        mine: true,
        byFile: true,
        denial: { kind: 'rule', because: 'canary' },
      },
      410,
      NO_MORE,
    ],
  ],
  other_dremio_user: [[{ label: 'canary' }, 403, REFUSED]],
  old_token_works: [[{ label: 'canary', tid: 'canary', old: 'canary', received: true }, 403, REFUSED]],
  nothing_to_renew: [[{ label: 'canary', rule: 'x', request: 'x' }, 403, REFUSED]],
  kept_longest: [[{ until: 1 }, 403, REFUSED]],
  own_request: [[{}, 403, REFUSED]],
  not_an_approver: [[{ of: 'request' }, 403, REFUSED]],
  not_an_administrator: [[{}, 403, REFUSED]],
  not_linked: [[{ whom: 'UBEA' }, 403, REFUSED]],
  own_working_token: [[{}, 403, REFUSED]],
  too_many_returns: [[{ times: 3 }, 403, REFUSED]],
  dremio_forbidden: [[dremio, 403, REFUSED]],
  auth_method_cannot: [[{ method: 'canary', operation: 'list' }, 403, REFUSED]],
  not_signed_in: [[{}, 403, REFUSED]],
  sign_in_needed: [[{ url: 'https://canary.test', until: 0 }, 403, REFUSED]],
  issuer_refused: [[{ because: 'deny list' }, 403, REFUSED]],
  request_stale: [[{ state: 'denied' }, 410, NO_MORE]],
  token_stale: [[{ state: 'canary' }, 410, NO_MORE]],
  snooze_too_long: [[{ expiresAt: 1_767_225_600_000 }, 403, REFUSED]],
  no_such_request: [[{}, 404, MISSING]],
  no_such_token: [[{ words: 'canary' }, 404, MISSING]],
  no_such_person: [[{ words: 'canary' }, 404, MISSING]],
  unknown_leak: [[{ tid: 'canary', forOthers: { list: false, revoke: false }, administrator: false }, 404, MISSING]],
  claim_unsure: [[{}, 503, LATER]],
  claim_late: [[{}, 503, LATER]],
  claim_interrupted: [[{}, 503, LATER]],
  claim_unwritten: [[{}, 503, LATER]],
  showing_failed: [[{ reason: 'HTTP 503' }, 503, LATER]],
  dremio_credential_refused: [[dremio, 500, FAULT]],
  dremio_rejected: [[dremio, 500, FAULT]],
  dremio_missing: [[dremio, 500, FAULT]],
  dremio_tokens_off: [[dremio, 500, FAULT]],
  dremio_conflict: [[dremio, 500, FAULT]],
  dremio_answer_absurd: [[dremio, 500, FAULT]],
  impersonation_refused: [[{}, 500, FAULT]],
  message_refused: [[{ about: 'change', label: 'canary' }, 500, FAULT]],
  broken: [[{}, 500, FAULT]],
}
const everyEnd = Object.entries(ends).flatMap(([code, rows]) => rows.map((row) => [code as Code, ...row] as const))

describe('a sign-in that fails', () => {
  test.each(everyEnd)('with %s %j is a %i and says what to do, on both ways', async (code, facts, status, words) => {
    const error = new BotError(code, facts)
    const { answers, troubles } = await failsWith(error)
    for (const { status: got, headers, body, text } of answers) {
      expect(got).toBe(status)
      for (const part of words) expect(text).toContain(part)
      expect(text).not.toMatch(/undefined|null|\[object|canary|UBEA|Call 555|\.\.| \./)
      expect(body).toContain('<main class="attention">')
      expect(headers.get('retry-after')).toBe(status === 503 ? '60' : null)
    }
    // What they can do nothing about is heard of; what the rules say, or time did, is not.
    // The reason of a refusal only helps an operator.
    const hasReason =
      isBotError(error, 'sign_in_failed') && error.facts.because === 'refused' && 'reason' in error.facts
    const heard = error.kind === 'broken' || error.kind === 'unavailable' || hasReason
    expect(troubles).toEqual(heard ? [error, error] : [])
  })

  test.each([new Error('canary'), 'canary', undefined, { code: 'sign_in_link' }])(
    'with what nobody foresaw (%j) is our fault, and shows nothing of it',
    async (error) => {
      const { answers, troubles } = await failsWith(error)
      for (const { status, text } of answers) {
        expect(status).toBe(500)
        for (const part of FAULT) expect(text).toContain(part)
        expect(text).not.toContain('canary')
      }
      expect(troubles).toEqual([error, error])
    },
  )

  test('repeats neither ticket nor query, to the browser or to whoever runs the bot', async () => {
    for (const [code, facts] of everyEnd) {
      const { answers, troubles } = await failsWith(new BotError(code, facts))
      const said = JSON.stringify([answers.map(({ headers, body }) => [...headers, body]), troubles])
      expect(said).not.toMatch(/canary[-_]|Tk-|code=|state=|dremio\/(?:sign-in|callback)/)
    }
  })
})

const DOUBT = 'I can’t tell whether this link is for you'
const OTHER = 'Wrong Dremio account'
const mismatches: Record<Mismatch, [title: string, words: string[]]> = {
  'somebody else': [OTHER, ['someone with a different Dremio account']],
  'linked to another': [OTHER, ['someone who’s linked to a different Dremio account', '/dremio-pat unlink']],
  'assigned to another': [
    OTHER,
    ['linked to a different Dremio account by a bot admin', 'ask a bot admin to change it'],
  ],
  taken: [OTHER, ['linked to a different Slack user', 'ask a bot admin to unlink the other']],
  'several users': [DOUBT, ['Several Dremio users', 'ask a bot admin to link you']],
  'email changed': [DOUBT, ['with a different Slack email address', '/dremio-pat unlink', '/dremio-pat link.']],
  'nobody named': [DOUBT, ['Dremio didn’t say who signed in', 'sign out of Dremio']],
  'not told': [DOUBT, ['Dremio didn’t say which user', 'ask a bot admin to link you']],
  hidden: [DOUBT, ['I can’t see the Slack email address', 'ask a bot admin to link you']],
  unconfirmed: [DOUBT, ['hasn’t confirmed', 'confirm it in Slack']],
  'confirmation unknown': [DOUBT, ['doesn’t say whether the person who asked', 'ask a bot admin to link you']],
  unusable: [DOUBT, ['characters that I can’t look up', 'ask a bot admin to link you']],
  'foreign domain': [DOUBT, ['isn’t from an allowed domain', 'ask a bot admin']],
}

describe('somebody who signed in and is not whoever asked', () => {
  test.each(Object.entries(mismatches))('(%s) reads: %s', async (because, [title, words]) => {
    const { answers, troubles } = await failsWith(new BotError('sign_in_refused', { because: because as Mismatch }))
    for (const { status, body, text } of answers) {
      expect(status).toBe(403)
      expect(body).toContain(`<h1>${title}</h1>`)
      for (const part of [
        ...words,
        'Nothing was created, and nothing from this sign-in is kept.',
        'Did someone send you this link? Tell your security team.',
      ]) {
        expect(text).toContain(part)
      }
      if (title === OTHER) {
        expect(text).toContain('If it’s your link, sign out of Dremio, get a new link in Slack')
      }
      // Who the other side is stays untold, and nothing leads on from here.
      expect(text).not.toMatch(/@|\bana\b/i)
      expect(body).not.toContain('<a ')
    }
    expect(troubles).toEqual([])
  })
})
