// One part of an answer that is read by itself, so that what cannot be read does not take the other parts with it.

/** What could not be read is unknown, which is neither nothing nor an empty list. */
export type Part<T> = T | 'unknown'
