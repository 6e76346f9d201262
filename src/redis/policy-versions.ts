// Remembers which version of the policy is in use, and since when.
import type { PolicyVersions } from '../core/policy/policy-versions.ts'
import type { Clock } from '../core/ports.ts'
import { entriesOn } from './audit.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { notePolicyVersion } from './scripts/note-policy-version.ts'

export function policyVersionsIn(connection: Connection, keys: Keys, clock: Clock): PolicyVersions {
  const written = entriesOn(keys, clock)
  return {
    async note(version, at) {
      const { stream, entries } = written([{ action: 'policy.changed', by: 'bot', for: 'bot', policyVersion: version }])
      const answer = await connection.run(
        notePolicyVersion,
        [keys.policyVersion, stream],
        [version, Math.round(at), 'instead of ', ...entries.flat()],
      )
      const [noted, since, before] = answer as [string, string, string | undefined]
      return { version: noted, since: Number(since), ...(typeof before === 'string' && { before }) }
    },

    async current() {
      const { version, since } = await connection.send((redis) => redis.hgetall(keys.policyVersion))
      return version === undefined ? undefined : { version, since: Number(since) }
    },
  }
}
