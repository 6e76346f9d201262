// The states of a link that needs a second administrator.

/**
 * - `failed`: it was confirmed, but another Slack person has that Dremio user by now
 * - `withdrawn`: whoever asked is no administrator any more
 */
export const linkConfirmationStates = ['pending', 'confirmed', 'declined', 'lapsed', 'failed', 'withdrawn'] as const
export type LinkConfirmationState = (typeof linkConfirmationStates)[number]
