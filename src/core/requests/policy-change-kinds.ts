// What today's policy may have changed about an open request.

/**
 * - `shortened`: the lifetime is shorter now
 * - `reviewers`: others decide, or another number of people
 * - `review`: the approval does not suffice any more
 * - `approved`: what was given so far suffices now, or the rules approve it themselves
 * - `denied`: the rules do not allow it any more
 */
export const policyChangeKinds = ['shortened', 'reviewers', 'review', 'approved', 'denied'] as const
export type PolicyChangeKind = (typeof policyChangeKinds)[number]
