// Every port of the store once, so that none is forgotten where all of them are to be tried.
import type { DueAlarm } from '../../src/core/alarm.ts'
import type { Link } from '../../src/core/people/person.ts'
import { move } from '../../src/core/requests/request.ts'
import { Secret } from '../../src/core/secret.ts'
import type { RedisStore } from '../../src/redis/redis.ts'
import { aRequest, NOW } from './store.ts'

const claimed: DueAlarm = { kind: 'settle-claim', id: 'x', lease: 1, leasedUntil: NOW, failed: 0, waited: 0 }

const LINK: Link = {
  ...{ person: 'UCARA', uid: '11111111-1111-4111-8111-111111111111', dremioName: '', proof: 'administrator' },
  ...{ at: NOW, by: 'UBERT' },
}

export function everyPort(store: RedisStore) {
  const {
    requests,
    tokens,
    links,
    departures,
    managersSeen,
    policyVersions,
    linkConfirmations,
    audit,
    auditTrail,
    alarms,
    messageLocations,
    idempotencyKeys,
    rateLimits,
    storedSessions,
    signIns,
    signingKeys,
    ping,
    ready,
  } = store
  const secret = new Secret('canary-4')
  const session = { uid: 'x', accessToken: secret, expiresAt: NOW + 1, since: NOW, version: 'x' }
  return [
    requests.create(aRequest()),
    requests.find('k7m2q9xt'),
    requests.swap(aRequest(), move(aRequest(), 'approve')),
    requests.openOf('UANNA'),
    requests.awaiting('UBERT'),
    requests.closedOf('UANNA', 3),
    requests.everyOpen()[Symbol.asyncIterator]().next(),
    tokens.find('x'),
    tokens.of('UANNA'),
    tokens.idsOf('UANNA'),
    tokens.every()[Symbol.asyncIterator]().next(),
    store.reminderRecords.every()[Symbol.asyncIterator]().next(),
    links.of('UANNA'),
    managersSeen.note('UBERT', 'UANNA'),
    managersSeen.peopleOf('UBERT'),
    managersSeen.forget('UBERT', 'UANNA'),
    policyVersions.note('x', NOW),
    policyVersions.current(),
    links.remove('UANNA'),
    departures.of('UANNA'),
    departures.add({ person: 'UANNA', because: 'deleted', at: NOW }),
    departures.remove('UANNA'),
    departures.every()[Symbol.asyncIterator]().next(),
    links.assignmentOf('UANNA'),
    links.keepAssignment(LINK),
    links.assign(LINK),
    links.removeAssignment('UANNA'),
    linkConfirmations.find('x'),
    linkConfirmations.everyUnsettled(),
    audit.append({ action: 'link.added', by: 'UANNA', for: 'UANNA' }),
    auditTrail.about(['x'])[Symbol.asyncIterator]().next(),
    alarms.set('settle-claim', 'x', NOW),
    alarms.clear('settle-claim', 'x'),
    alarms.claimDue(NOW, 1, 1),
    alarms.restore([{ kind: 'settle-claim', id: 'x', due: NOW }]),
    alarms.ack([claimed]),
    alarms.requeue([claimed], NOW),
    alarms.deadLetter(claimed, NOW, 'broken'),
    alarms.noteWorker(NOW),
    alarms.health(),
    messageLocations.of('x'),
    messageLocations.reserve('x', { reader: 'UANNA', kind: 'card', attempt: 0, at: 0 }, NOW),
    messageLocations.store('x', { reader: 'UANNA', kind: 'card', attempt: 0, at: 0 }, { channel: 'D0', ts: '1.0' }),
    idempotencyKeys.claim('x', 1),
    rateLimits.take('UANNA', 'look', NOW),
    rateLimits.takeFromBudget('users.info', NOW),
    storedSessions.of('UANNA'),
    storedSessions.keep('UANNA', session, NOW + 1),
    storedSessions.replace('UANNA', session, session, NOW + 1),
    storedSessions.drop('UANNA'),
    storedSessions.drop('UANNA', session),
    storedSessions.exclusively('UANNA', async () => undefined),
    signIns.issue('x', { person: 'UANNA', team: 'T1', pendingAction: { kind: 'list' }, until: NOW + 1 }),
    signIns.find('x'),
    signIns.begin('x', 'x', secret),
    signIns.take(signIns.stateFor('x', 'x')),
    signIns.complete('x'),
    signingKeys.all(),
    signingKeys.add('x', secret),
    signingKeys.remove('x'),
    ping(),
    ready(),
  ]
}
