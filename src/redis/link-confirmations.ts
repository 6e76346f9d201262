// Stores links that wait for a second administrator, and lists those for which something is still to be done.
import { isUnsettled, type LinkConfirmation, linkConfirmationSchema } from '../core/people/link-confirmation.ts'
import type { Clock, LinkConfirmations } from '../core/ports.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { recordsOf } from './records.ts'
import type { SignedRecords } from './signed-records.ts'

/** How long one is kept after its last change, milliseconds. The audit keeps what it was. */
const SETTLED_KEPT = 90 * DAY

export function linkConfirmationsIn(
  connection: Connection,
  keys: Keys,
  clock: Clock,
  signed: SignedRecords,
): LinkConfirmations {
  const records = recordsOf<LinkConfirmation>(connection, clock, {
    name: 'link confirmation',
    schema: linkConfirmationSchema,
    idOf: ({ id }) => id,
    key: keys.linkConfirmation,
    indexesOf: (confirmation) => (isUnsettled(confirmation) ? [keys.unsettledLinkConfirmations] : []),
    keepFor: (confirmation) => (isUnsettled(confirmation) ? undefined : SETTLED_KEPT),
    signed: { records: signed, kind: 'link confirmation' },
  })
  return {
    create: records.create,
    find: records.find,
    swap: records.swap,
    async everyUnsettled() {
      return (await records.listedIn(keys.unsettledLinkConfirmations)).filter(isUnsettled)
    },
  }
}
