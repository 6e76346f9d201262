// Writes a deed down and tells the audit channel: the step between the state and the words.
import type { AuditEntry } from '../../core/audit.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/request.ts'

export async function record(ports: Ports, entry: AuditEntry): Promise<void> {
  await ports.audit.append(entry)
  await ports.messenger.announce(entry)
}

/** What every entry about a request says of it. */
export function aboutRequest(request: Request) {
  return {
    for: request.requester,
    request: request.id,
    label: request.label,
    lifetime: request.lifetime,
    rule: request.rule,
    policyVersion: request.policyVersion,
  }
}
