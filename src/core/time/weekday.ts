// The days of the week, as a policy file names them.
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
export const everyDay = [...weekdays, 'sat', 'sun'] as const
export type Day = (typeof everyDay)[number]
