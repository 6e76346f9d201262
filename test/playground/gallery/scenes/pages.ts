// The web pages of signing in: what is done after it, what is not, and every way in which it can fail.
import { BotError, type Code, type Facts } from '../../../../src/core/errors.ts'
import type { PendingAction } from '../../../../src/core/sessions/sign-in.ts'
import { failureOf } from '../../../../src/web/failure.ts'
import { successPage } from '../../../../src/web/success.ts'
import { english } from '../../../../src/words/words.ts'
import { failures as everyFailure } from '../../../slack/every-failure.ts'
import { TID } from '../records.ts'
import { type Scene, type Subject, scene, scenesOf } from '../scene.ts'

type Ends = Record<PendingAction['kind'] | 'revoke all', [PendingAction, undone: BotError]>

const away = new BotError('dremio_unavailable', { operation: 'list', mayHaveHappened: false, because: 'timeout' })

/** Done, and not done. A kind that is missing here does not compile. */
const ends: Ends = {
  claim: [{ kind: 'claim', request: 'k7m2q9xt' }, away],
  list: [{ kind: 'list' }, away],
  link: [{ kind: 'link' }, away],
  revoke: [{ kind: 'revoke', which: TID }, away],
  'revoke all': [{ kind: 'revoke', which: 'all' }, away],
  rotate: [{ kind: 'rotate', tid: TID }, away],
  return: [{ kind: 'return', tid: TID }, away],
}

const signedInAs = { person: 'UANA', dremioName: 'ana@acme.test', team: 'T0ACME' }

const special: Record<string, [PendingAction, BotError]> = {
  'claim, but the request is gone': [ends.claim[0], new BotError('request_stale', { state: 'cancelled' })],
  'rotate, and Slack refuses the message': [
    ends.rotate[0],
    new BotError('message_refused', { about: 'request', label: 'tableau', state: 'pending', isReviewable: true }),
  ],
  'return, one too many': [ends.return[0], new BotError('too_many_returns', { times: 3 })],
  'return, saved already': [ends.return[0], new BotError('saved_already', { label: 'tableau', tid: TID })],
}

/** Each code in each shape that makes another page than those before it. */
function failurePages(): Scene[] {
  const seen = new Set<string>()
  const every = Object.entries(everyFailure) as [Code, readonly Facts[Code][]][]
  return every.flatMap(([code, facts]) =>
    facts.flatMap((one) => {
      const error = new BotError(code, one)
      const page = JSON.stringify(failureOf(english, error).page)
      if (seen.has(page)) return []
      seen.add(page)
      const why = ['because', 'reason'].flatMap((fact) => (fact in one ? [one[fact as keyof typeof one]] : []))
      return [scene(`failed, ${[code, ...why].join(': ')}`, (words) => failureOf(words, error).page)]
    }),
  )
}

export const pages: Subject = {
  title: 'Web pages of signing in',
  scenes: [
    ...scenesOf(ends, (words, [pendingAction]) => successPage(words, { ...signedInAs, pendingAction })).map(
      ({ name, draw }) => scene(`done: ${name}`, draw),
    ),
    scene('done, without a name', (words) =>
      successPage(words, { ...signedInAs, dremioName: '', pendingAction: { kind: 'list' } }),
    ),
    ...scenesOf({ ...ends, ...special }, (words, [pendingAction, undone]) =>
      successPage(words, { ...signedInAs, pendingAction, undone }),
    ).map(({ name, draw }) => scene(`not done: ${name}`, draw)),
    ...failurePages(),
  ],
}
