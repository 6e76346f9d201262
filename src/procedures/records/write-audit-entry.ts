// Writes a deed down, of which the audit channel hears by itself: the step between the state and the words.
import type { AuditEntry } from '../../core/audit.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'

export async function writeAuditEntry(ports: Pick<Ports, 'audit'>, entry: AuditEntry): Promise<void> {
  await ports.audit.append(entry)
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
