// Writes an audit entry of its own, before any message; what a request does is written with it (`updateRequest`).
import type { AuditEntry } from '../../core/audit.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'

export async function writeAuditEntry(ports: Pick<Ports, 'audit'>, entry: AuditEntry): Promise<void> {
  await ports.audit.append(entry)
}

/** The fields of every audit entry about a request. */
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
