// The states of a request, and the two verdicts of a review.

export const requestStates = [
  'pending',
  'approved',
  'denied',
  'cancelled',
  'lapsed',
  'claiming',
  'claimed',
  'unsure',
] as const
export type RequestState = (typeof requestStates)[number]
export type Verdict = 'approved' | 'denied'
