// The titles of request cards, by what has become of the request; tests find a card by them.

/** On the requester's own card. */
export const requesterTitles = {
  waiting: 'Your request is waiting',
  approved: 'Your request is approved',
  denied: 'Your request is denied',
  cancelled: 'Your request is cancelled',
  lapsed: 'Your request has lapsed',
  unsure: 'Your token is not certain',
  claimed: 'You have your token',
} as const

/** On the cards of administrators who have to confirm a link. */
export const linkTitles = {
  pending: 'Confirm a link',
  confirmed: 'This link is confirmed',
  declined: 'This link is declined',
  lapsed: 'This link has lapsed',
  failed: "This link couldn't be made",
  withdrawn: 'This link is withdrawn',
} as const

/** On the cards of reviewers and of the review channel. */
export const reviewerTitles = {
  yours: 'A request waits for your review',
  others: 'A request waits for others',
  channel: 'A request waits for a review',
  approved: 'This request is approved',
  denied: 'This request is denied',
  cancelled: 'This request is cancelled',
  lapsed: 'This request has lapsed',
} as const
