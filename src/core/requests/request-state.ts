// The states that a request passes through, and the two ways in which it can be decided.

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
