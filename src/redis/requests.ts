// Stores requests, and lists them by requester and by approver.

import type { Clock, Requests } from '../core/ports.ts'
import { isClosed, mayHaveLeftToken, type Request, requestSchema } from '../core/requests/request.ts'
import { decidersOf } from '../core/requests/review.ts'
import { DAY } from '../core/time/duration.ts'
import { entriesOn } from './audit.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { recordsOf } from './records.ts'
import type { SignedRecords } from './signed-records.ts'

/**
 * How long a closed request is kept after its last change, milliseconds: long enough for "what happened to my
 * request?"; the audit keeps its entries anyway. An open request stays until a person or an alarm closes it.
 */
const CLOSED_KEPT = 90 * DAY

export function requestsIn(connection: Connection, keys: Keys, clock: Clock, signed: SignedRecords): Requests {
  const records = recordsOf<Request>(connection, clock, {
    name: 'request',
    schema: requestSchema,
    idOf: (request) => request.id,
    key: keys.request,
    indexesOf: (request) => [
      ...(isClosed(request) ? [] : [keys.openRequestsOf(request.requester)]),
      ...(isClosed(request) && !mayHaveLeftToken(request)
        ? [keys.closedRequestsOf(request.requester)]
        : [keys.openRequests]),
      ...(request.state === 'pending' ? [...new Set(request.approvers)].map(keys.requestsAwaiting) : []),
      // Two indexes, because one lists either only records that expire, or only records that do not.
      ...decidersOf(request).map(
        isClosed(request) && !mayHaveLeftToken(request) ? keys.closedDecisionsOf : keys.openDecisionsOf,
      ),
    ],
    keepFor: (request) => (isClosed(request) && !mayHaveLeftToken(request) ? CLOSED_KEPT : undefined),
    // Closed ones too: "I did not get it" opens a request again.
    signed: { records: signed, kind: 'request' },
  })

  const audited = entriesOn(keys, clock)

  return {
    create: (request, entries) => records.create(request, audited(entries)),
    find: records.find,
    swap: (before, after, entries) => records.swap(before, after, audited(entries)),
    // A request can change between reading the index and reading the record, so the lists are filtered by the record.
    async openOf(requester) {
      const listed = await records.listedIn(keys.openRequestsOf(requester))
      return listed.filter((request) => !isClosed(request) && request.requester === requester).sort(oldestFirst)
    },
    async awaiting(approver) {
      const listed = await records.listedIn(keys.requestsAwaiting(approver))
      return listed
        .filter((request) => request.state === 'pending' && request.approvers.includes(approver))
        .sort(oldestFirst)
    },
    async closedOf(requester, most) {
      const listed = await records.listedIn(keys.closedRequestsOf(requester))
      return listed
        .filter((request) => isClosed(request) && request.requester === requester)
        .sort((one, other) => oldestFirst(other, one))
        .slice(0, most)
    },
    async decidedBy(reviewer) {
      const listed = await Promise.all(
        [keys.openDecisionsOf(reviewer), keys.closedDecisionsOf(reviewer)].map((index) => records.listedIn(index)),
      )
      const byId = new Map(listed.flat().map((request) => [request.id, request]))
      return [...byId.values()].filter((request) => decidersOf(request).includes(reviewer))
    },
    async *everyOpen(leftOut) {
      for await (const request of records.eachIn(keys.openRequests, leftOut)) {
        if (!isClosed(request) || mayHaveLeftToken(request)) yield request
      }
    },
  }
}

function oldestFirst(one: Request, other: Request): number {
  return one.requestedAt - other.requestedAt || (one.id < other.id ? -1 : 1)
}
