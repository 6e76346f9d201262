// People and records that tests of cards and the gallery draw: Ana’s request, and what approvers do about it.
import { builtInPolicy, type Policy } from '../../src/core/policy/evaluate.ts'
import type { Request } from '../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import type { DremioPlace } from '../../src/slack/interaction.ts'

/** A Wednesday, 14:00 in Berlin. */
export const asked = Date.UTC(2026, 11, 2, 13)

const names: Readonly<Record<string, string>> = {
  UANA: 'Ana',
  UBEA: 'Bea',
  UCARL: 'Carl',
  UDAN: 'Dan',
  S0DATA: 'data',
  S0SEC: 'security',
}

/** The name shown for a Slack id. */
export function nameOf(id: string): string {
  return names[id] ?? id
}

/** Ana's, which Bea as her manager may decide. */
export function aRequest(change: Partial<Request> = {}): Request {
  return {
    id: 'k7m2q9xt',
    version: 1,
    state: 'pending',
    requester: 'UANA',
    label: 'tableau',
    asked: 30 * DAY,
    lifetime: 30 * DAY,
    reason: 'Dashboards for the board meeting',
    rule: 'everybody else asks their manager',
    policyVersion: 'built-in',
    approvers: ['UBEA'],
    reviewerRoles: { UBEA: { entries: ['manager'] } },
    quorum: 1,
    differentGroups: false,
    approvals: [],
    requestedAt: asked,
    lapsesAt: asked + 3 * DAY,
    nudges: 0,
    returns: 0,
    ...change,
  }
}

/** The same, which two must approve: one of the data team, one of security. */
export function forTwo(change: Partial<Request> = {}): Request {
  return aRequest({
    quorum: 2,
    differentGroups: true,
    approvers: ['UBEA', 'UCARL', 'UDAN'],
    reviewerRoles: {
      UBEA: { entries: ['group:S0DATA'] },
      UCARL: { entries: ['group:S0SEC'] },
      UDAN: { entries: ['group:S0SEC'], inPlaceOf: 'UCARL' },
    },
    ...change,
  })
}

export const approvedByBea = { by: 'UBEA', at: asked + HOUR, lifetime: 30 * DAY }
export const approvedByCarl = { by: 'UCARL', at: asked + 2 * HOUR, lifetime: 30 * DAY }

export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...builtInPolicy(['UCARL'], 'cloud'), ...change }
}

export const onCloud: DremioPlace = { edition: 'cloud', region: 'us', apiUrl: 'https://api.dremio.cloud' }
