// Every way in which a sign-in fails: the status, the words, and who hears of it.
import { describe, expect, test } from 'vitest'
import { BotError, type Code, type DremioFacts, type Facts } from '../../src/core/errors.ts'
import type { Mismatch } from '../../src/core/people/identity-refusals.ts'
import { begin, QUERY } from './browser.ts'
import { type Answer, ask } from './serve.ts'

async function failsWith(error: unknown): Promise<{ answers: Answer[]; troubles: unknown[] }> {
  const fails = () => Promise.reject(error)
  const { out, back, troubles } = await begin({ openSignIn: fails, finishSignIn: fails })
  return { answers: [await ask(out), await ask(`${back}?${QUERY}`)], troubles }
}

const dremio: DremioFacts = { operation: 'sign in', mayHaveHappened: false }
const LATER = ['Nothing was made.', 'Wait a minute']
const STILL = [...LATER, 'Your link still works.']
const REFUSED = ['That is refused', 'the answer says what is in the way']
const NO_MORE = ['done, or over']
const MISSING = ['not there any more']
const FAULT = ['my fault', 'Nothing that you did is wrong']

/** Facts, status and words by code. A new code does not compile without some here. */
const ends: { readonly [C in Code]: [facts: Facts[C], status: number, words: string[]][] } = {
  sign_in_link: [
    [
      { because: 'unknown' },
      400,
      ['This link does not work', 'press Show token, or type your command, again', 'a new link'],
    ],
    [
      { because: 'used' },
      410,
      ['This link was used already', 'If you were just told that you are signed in, all is well'],
    ],
    [{ because: 'late' }, 410, ['This link is too old', 'works for 10 minutes', 'a new link']],
  ],
  sign_in_failed: [
    [{ because: 'declined', reason: 'access_denied' }, 400, ['You are not signed in', 'declined', 'Nothing was made']],
    [{ because: 'refused', reason: 'invalid_scope' }, 400, ['The sign-in was refused', '(invalid_scope)']],
    [{ because: 'refused' }, 400, ['did not let me finish. Nothing']],
    [{ because: 'refused', reason: '<b>Call 555' }, 400, ['did not let me finish. Nothing']],
    [{ because: 'unreadable' }, 400, ['I did not understand the answer', 'is not complete']],
  ],
  sign_in_refused: [[{ because: 'somebody else' }, 403, ['This link is not for the account you signed in with']]],
  person_refused: [
    [{ because: 'deleted' }, 403, ['That is refused', 'is deactivated', 'Did somebody send you this link?']],
    [{ because: 'bot' }, 403, ['is a bot or a workflow']],
    [{ because: 'guest', whom: 'UBEA' }, 403, ['guests do not get tokens']],
    [{ because: 'stranger' }, 403, ['another company’s workspace']],
    [{ because: 'foreign team' }, 403, ['another workspace than those I serve']],
    [{ because: 'not joined' }, 403, ['has not joined this workspace yet']],
  ],
  exchange_refused: [
    [{}, 403, ['Dremio does not take your company sign-in', 'You may not be a user there', 'external token provider']],
  ],
  provider_unavailable: [[{}, 503, ['The sign-in page is not answering', ...STILL]]],
  dremio_unavailable: [[{ ...dremio, because: 'timeout' }, 503, ['Dremio is not answering', ...STILL]]],
  redis_unavailable: [
    [{}, 503, ['My memory (Redis) is not answering', 'open your link again', 'If it was used up by this']],
  ],
  redis_unusable: [
    [{ because: 'full' }, 503, ['My storage is full', "Trying again won't help", 'tell a bot admin']],
    [{ because: 'read-only' }, 503, ['My storage is read-only', "Trying again won't help"]],
    [{ because: 'not saving' }, 503, ["My storage can't save anything"]],
    [{ because: 'no replicas' }, 503, ["My storage can't keep a second copy"]],
    [{ because: 'cluster' }, 503, ["My storage isn't set up right"]],
    [{ because: 'permission' }, 503, ["I'm not allowed to use my storage"]],
  ],
  dremio_busy: [[dremio, 503, ['Dremio has too much to do', ...LATER]]],
  slack_scope_missing: [[{ operation: 'canary', scope: 'canary' }, 500, FAULT]],
  slack_unavailable: [[{ operation: 'canary', reason: 'canary' }, 503, ['Slack is not answering', ...LATER]]],

  session_refused: [[dremio, 410, NO_MORE]],
  approved_already: [[{ missing: 1, by: 'UBEA', you: 'UCARL' }, 410, NO_MORE]],
  delegate_refused: [[{ because: 'yourself', whom: 'UBEA' }, 403, REFUSED]],
  delegation_too_long: [[{ most: 1 }, 403, REFUSED]],
  not_delegated: [[{}, 403, REFUSED]],
  own_link: [[{}, 403, REFUSED]],
  email_refused: [[{ because: 'hidden' }, 403, REFUSED]],
  email_changed: [[{}, 403, REFUSED]],
  no_dremio_user: [[{ email: 'canary' }, 403, REFUSED]],
  several_dremio_users: [[{ email: 'canary' }, 403, REFUSED]],
  dremio_user_id_needed: [[{}, 403, REFUSED]],
  own_link_confirmation: [[{ because: 'asker' }, 403, REFUSED]],
  link_confirmation_over: [[{ state: 'lapsed' }, 410, NO_MORE]],
  dremio_user_taken: [[{}, 403, REFUSED]],
  policy_denied: [[{ rule: 'canary', because: 'canary' }, 403, REFUSED]],
  too_many_tokens: [[{ rule: 'canary', because: 'canary', revocationCandidates: [], collecting: true }, 403, REFUSED]],
  too_often: [[{ what: 'sign in', wait: 1 }, 403, REFUSED]],
  ask_invalid: [[{ fields: { label: 'canary' } }, 403, REFUSED]],
  no_approver: [[{ rule: 'canary' }, 403, REFUSED]],
  label_in_use: [[{ label: 'canary' }, 403, REFUSED]],
  rotation_under_way: [[{ label: 'canary', request: 'x' }, 410, NO_MORE]],
  saved_already: [[{ label: 'canary', tid: 'x' }, 410, NO_MORE]],
  policy_changed: [[{ state: 'denied', lifetime: 1, mine: true, byFile: true, because: 'canary' }, 410, NO_MORE]],
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
  showing_failed: [[{}, 503, LATER]],
  dremio_credential_refused: [[dremio, 500, FAULT]],
  dremio_rejected: [[dremio, 500, FAULT]],
  dremio_missing: [[dremio, 500, FAULT]],
  dremio_tokens_off: [[dremio, 500, FAULT]],
  dremio_conflict: [[dremio, 500, FAULT]],
  dremio_answer_absurd: [[dremio, 500, FAULT]],
  impersonation_refused: [[{}, 500, FAULT]],
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
    const heard = error.kind === 'broken' || error.kind === 'unavailable'
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

const DOUBT = 'I cannot tell whether this link is for you'
const OTHER = 'This link is not for the account you signed in with'
const mismatches: Record<Mismatch, [title: string, words: string[]]> = {
  'somebody else': [OTHER, ['somebody in Slack who has another Dremio account than the one you signed in with']],
  'linked to another': [OTHER, ['somebody in Slack who is linked to another Dremio account', '/dremio-pat unlink']],
  'assigned to another': [OTHER, ['whom a bot admin linked to another Dremio account', 'ask a bot admin to change it']],
  taken: [OTHER, ['for somebody else in Slack', 'ask an administrator to end the other link']],
  'several users': [DOUBT, ['more than one user', 'I do not guess', 'link you by hand']],
  'email changed': [DOUBT, ['is not the one by which they were linked', '/dremio-pat unlink', '/dremio-pat link.']],
  'nobody named': [DOUBT, ['Dremio did not say who signed in', 'sign out of Dremio']],
  'not told': [DOUBT, ['Dremio did not tell me which of its users', 'link you by hand']],
  hidden: [DOUBT, ['I cannot see the e-mail address', 'link you by hand']],
  unconfirmed: [DOUBT, ['is not confirmed', 'confirm it in Slack']],
  'confirmation unknown': [DOUBT, ["doesn't say whether the email address", 'ask a bot admin to link you']],
  unusable: [DOUBT, ['characters that I cannot look up', 'link you by hand']],
  'foreign domain': [DOUBT, ['not from a domain that counts here', 'ask an administrator']],
}

describe('somebody who signed in and is not whoever asked', () => {
  test.each(Object.entries(mismatches))('(%s) reads: %s', async (because, [title, words]) => {
    const { answers, troubles } = await failsWith(new BotError('sign_in_refused', { because: because as Mismatch }))
    for (const { status, body, text } of answers) {
      expect(status).toBe(403)
      expect(body).toContain(`<h1>${title}</h1>`)
      for (const part of [
        ...words,
        'Nothing was made, and nothing of this sign-in is kept.',
        'Did somebody send you this link? Then tell your security people',
      ]) {
        expect(text).toContain(part)
      }
      if (title === OTHER) {
        expect(text).toContain('If it was your own link, sign out of Dremio, get a new link in Slack')
      }
      // Who the other side is stays untold, and nothing leads on from here.
      expect(text).not.toMatch(/@|\bana\b/i)
      expect(body).not.toContain('<a ')
    }
    expect(troubles).toEqual([])
  })
})
